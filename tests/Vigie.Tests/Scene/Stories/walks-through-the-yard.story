# A person walks through the yard without stopping: one signal, from a second after the first step inside to two seconds after the last.
zone yard 0.3,0 0.7,0 0.7,1 0.3,1
rule { "kind": "intrusion", "zone": "yard" }
see 0 12 0.1 person 20,200,30,80 -> 600,200,30,80 0.8
look 12.1 15 0.1

---
   0.1  #1 person at 25,200,30,80
   4.3    intrusion 1 start: person #1 in yard since 3.3, confidence 0.80
  10.8    intrusion 1 end: person #1 in yard since 3.3, confidence 0.80
  12.1  #1 person* at 605,200,30,80
  14.1  nobody
