# A person paces in and out of the yard for half a minute: out for a second only, so it is one signal.
zone yard 0.3,0 0.7,0 0.7,1 0.3,1
rule { "kind": "loitering", "zone": "yard", "dwell": "20s", "update": "10s" }
see 0 10 0.1 person 250,200,30,80 -> 420,200,30,80 0.8
see 10.1 12 0.1 person 420,200,30,80 -> 455,200,30,80 0.8
see 12.1 35 0.1 person 450,200,30,80 -> 300,200,30,80 0.8

---
   0.1  #1 person at 252,200,30,80
  20.1    loitering 1 start: person #1 in yard since 0.1, confidence 0.80
  30.1    loitering 1 update: person #1 in yard since 0.1, confidence 0.80
  35.0    loitering 1 end: person #1 in yard since 0.1, confidence 0.80
