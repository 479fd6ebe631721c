# A person stands still in the yard. The gate sees no motion: the detector looks every second second only. Nothing ends, nothing wanders.
zone yard 0,0 1,0 1,1 0,1
rule { "kind": "intrusion", "zone": "yard" }
see 0 3 0.1 person 100,200,30,80 -> 220,200,30,80 0.85
see 3.1 5 0.1 person 220,200,30,80 0.85
coast 5.1 20 0.1
see 7 20 2 person 220,200,30,80 0.8
see 20.1 21 0.1 person 220,200,30,80 0.85

---
   0.1  #1 person at 104,200,30,80
   1.1    intrusion 1 start: person #1 in yard since 0.1, confidence 0.85
   5.1  #1 person* at 220,200,30,80
   7.0  #1 person at 220,200,30,80
   7.1  #1 person* at 220,200,30,80
   9.0  #1 person at 220,200,30,80
   9.1  #1 person* at 220,200,30,80
  11.0  #1 person at 220,200,30,80
  11.1  #1 person* at 220,200,30,80
  13.0  #1 person at 220,200,30,80
  13.0    intrusion 1 update: person #1 in yard since 0.1, confidence 0.85
  13.1  #1 person* at 220,200,30,80
  15.0  #1 person at 220,200,30,80
  15.1  #1 person* at 220,200,30,80
  17.0  #1 person at 220,200,30,80
  17.1  #1 person* at 220,200,30,80
  19.0  #1 person at 220,200,30,80
  19.1  #1 person* at 220,200,30,80
  20.1  #1 person at 220,200,30,80
  21.0    intrusion 1 end: person #1 in yard since 0.1, confidence 0.84
