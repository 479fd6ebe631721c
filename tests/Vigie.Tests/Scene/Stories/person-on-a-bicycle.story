# Rider and bicycle overlap all the way and stay two tracks; the rule is asked for bicycles only.
zone path 0,0 1,0 1,1 0,1
rule { "kind": "intrusion", "zone": "path", "classes": ["bicycle"] }
see 0 3 0.1 person 100,180,40,90 -> 400,180,40,90 0.85
see 0 3 0.1 bicycle 95,215,60,60 -> 395,215,60,60 0.7

---
   0.1  #1 person at 110,180,40,90  #2 bicycle at 105,215,60,60
   1.1    intrusion 1 start: bicycle #2 in path since 0.1, confidence 0.70
   3.0    intrusion 1 end: bicycle #2 in path since 0.1, confidence 0.70
