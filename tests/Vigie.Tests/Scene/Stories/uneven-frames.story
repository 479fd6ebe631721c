# Frames come as they like; the walker's pace is by the clock, so the track holds, and dwell and clear times are true.
zone yard 0.3,0 0.7,0 0.7,1 0.3,1
rule { "kind": "intrusion", "zone": "yard" }
see 0 3 0.1 person 80,200,30,80 -> 230,200,30,80 0.85
see 3.3 6 0.3 person 245,200,30,80 -> 380,200,30,80 0.85
see 6.04 9 0.04 person 382,200,30,80 -> 530,200,30,80 0.85
look 9.1 12 0.5

---
   0.1  #1 person at 85,200,30,80
   3.0    intrusion 1 start: person #1 in yard since 2.0, confidence 0.85
   9.1  #1 person* at 535,200,30,80
   9.6    intrusion 1 end: person #1 in yard since 2.0, confidence 0.85
  11.1  nobody
