# A person stands on the border of the yard; the box trembles by a few pixels. One signal, not twenty.
zone yard 0,0 0.5,0 0.5,1 0,1
rule { "kind": "intrusion", "zone": "yard", "dwell": "500ms" }
see 0 20 0.4 person 303,200,30,80 0.8
see 0.1 20 0.4 person 308,200,31,79 0.8
see 0.2 20 0.4 person 302,201,30,80 0.8
see 0.3 20 0.4 person 307,199,29,81 0.8

---
   0.1  #1 person at 308,200,31,79
   0.7    intrusion 1 start: person #1 in yard since 0.2, confidence 0.80
  10.7    intrusion 1 update: person #1 in yard since 0.2, confidence 0.80
  20.0    intrusion 1 end: person #1 in yard since 0.2, confidence 0.80
