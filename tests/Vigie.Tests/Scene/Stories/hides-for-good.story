# A person in the yard goes behind a wall and does not come back: remembered for two seconds, then the signal ends.
zone yard 0,0 1,0 1,1 0,1
rule { "kind": "intrusion", "zone": "yard" }
see 0 3 0.1 person 100,200,30,80 0.85
look 3.1 8 0.1

---
   0.1  #1 person at 100,200,30,80
   1.1    intrusion 1 start: person #1 in yard since 0.1, confidence 0.85
   3.1  #1 person* at 100,200,30,80
   5.1  nobody
   5.1    intrusion 1 end: person #1 in yard since 0.1, confidence 0.85
