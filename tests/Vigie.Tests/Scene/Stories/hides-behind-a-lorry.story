# A person in the yard walks on behind a lorry for a second and a half: the same track, the same signal.
zone yard 0,0 1,0 1,1 0,1
rule { "kind": "intrusion", "zone": "yard" }
see 0 3 0.1 person 100,200,30,80 -> 220,200,30,80 0.85
look 3.1 4.5 0.1
see 4.6 8 0.1 person 284,200,30,80 -> 420,200,30,80 0.85

---
   0.1  #1 person at 104,200,30,80
   1.1    intrusion 1 start: person #1 in yard since 0.1, confidence 0.85
   3.1  #1 person* at 224,200,30,80
   4.6  #1 person at 284,200,30,80
   8.0    intrusion 1 end: person #1 in yard since 0.1, confidence 0.85
