# A person walks past a cone and out of the picture. The cone looks a little like a person and must not become them.
zone yard 0,0 1,0 1,1 0,1
rule { "kind": "intrusion", "zone": "yard" }
see 0 3 0.1 person 200,200,30,80 -> 40,200,30,80 0.85
see 0 30 0.1 person 30,215,24,60 0.35

---
   0.1  #1 person at 195,200,30,80
   1.1    intrusion 1 start: person #1 in yard since 0.1, confidence 0.85
   3.1  #1 person* at 35,200,30,80
   5.1  nobody
   5.1    intrusion 1 end: person #1 in yard since 0.1, confidence 0.85
