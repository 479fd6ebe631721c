# Three stand together; a fourth joins them, they talk, two walk away.
zone square 0,0 1,0 1,1 0,1
rule { "kind": "gathering", "zone": "square", "persons": 4, "dwell": "5s", "clear": "2s" }
see 0 25 0.1 person 200,200,30,80 0.8
see 0 25 0.1 person 250,205,30,80 0.8
see 0 14 0.1 person 300,195,30,80 0.8
see 14.1 25 0.1 person 303,195,30,80 -> 600,195,30,80 0.8
see 0 5 0.1 person 600,210,30,80 -> 350,210,30,80 0.8
see 5.1 14 0.1 person 350,210,30,80 0.8
see 14.1 25 0.1 person 350,213,30,80 -> 360,380,30,80 0.8

---
   0.1  #1 person at 200,200,30,80  #2 person at 250,205,30,80  #3 person at 300,195,30,80  #4 person at 595,210,30,80
   9.2    gathering 1 start: 4 in square since 4.2, confidence 0.80
  17.7    gathering 1 end: 4 in square since 4.2, confidence 0.80
