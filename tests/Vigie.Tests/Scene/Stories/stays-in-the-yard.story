# A person comes in and stays for half a minute: start, updates every ten seconds, and the end when the film ends.
zone yard 0.3,0 0.7,0 0.7,1 0.3,1
rule { "kind": "intrusion", "zone": "yard" }
see 0 4 0.1 person 100,200,30,80 -> 300,200,30,80 0.8
see 4.1 34 0.1 person 300,200,30,80 0.75

---
   0.1  #1 person at 105,200,30,80
   2.6    intrusion 1 start: person #1 in yard since 1.6, confidence 0.80
  12.6    intrusion 1 update: person #1 in yard since 1.6, confidence 0.76
  22.6    intrusion 1 update: person #1 in yard since 1.6, confidence 0.76
  32.6    intrusion 1 update: person #1 in yard since 1.6, confidence 0.75
  34.0    intrusion 1 end: person #1 in yard since 1.6, confidence 0.75
