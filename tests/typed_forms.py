"""One report typed in the ways in which forms put values and labels."""

from typed_pages import CODES, REPORT

PARAGRAPH = "A single code may represent more than one incorrect response.\n\n" + " ".join(CODES)

BELOW = f"""
                 Airman Knowledge Test Report

NAME                            FTN           EXAM ID
DOE, JANE ANN                   C1234567      90000020260214001

EXAM                                          EXAM SITE
Private Pilot Airplane (PAR)                  ABS60104

EXAM DATE       SCORE        GRADE       TAKE       EXPIRATION DATE
02/14/2026      93%          Pass        1          02/29/2028

{PARAGRAPH}
"""

ABOVE = f"""
                 Airman Knowledge Test Report

DOE, JANE ANN            C1234567             90000020260214001
Name                     FTN                  Exam ID


Private Pilot Airplane (PAR)                  ABS60104
Exam                                          Exam Site


02/14/2026      93%          Pass        1          02/29/2028
Exam Date       Score        Grade       Take       Expiration Date


{PARAGRAPH}
"""

WITHOUT_COLONS = f"""
                 Airman Knowledge Test Report

Name                 DOE, JANE ANN
FAA Tracking Number  C1234567
Exam ID              90000020260214001
Exam                 Private Pilot Airplane (PAR)
Exam Date            02/14/2026
Exam Site            ABS60104
Score                93%
Grade                Pass
Take                 1
Expiration Date      02/29/2028

{PARAGRAPH}
"""

RUN_ON = f"""
                 Airman Knowledge Test Report

NAME: DOE, JANE ANN FTN: C1234567 EXAM ID: 90000020260214001
EXAM: Private Pilot Airplane (PAR) EXAM DATE: 02/14/2026 EXAM SITE: ABS60104
SCORE: 93% GRADE: Pass TAKE: 1 EXPIRATION DATE: 02/29/2028

{PARAGRAPH}
"""

GLUED = f"""
                 Airman Knowledge Test Report

NAME:DOE, JANE ANN     FTN:C1234567     EXAM ID:90000020260214001
EXAM:Private Pilot Airplane (PAR)
EXAM DATE:02/14/2026   EXAM SITE:ABS60104
SCORE:93%   GRADE:Pass   TAKE:1
EXPIRATION DATE:02/29/2028

{PARAGRAPH}
"""

DOTTED = f"""
                 Airman Knowledge Test Report

Name ............... DOE, JANE ANN
FTN ................ C1234567
Exam ID ............ 90000020260214001
Exam ............... Private Pilot Airplane (PAR)
Exam Date .......... 02/14/2026
Exam Site .......... ABS60104
Score .............. 93%
Grade .............. Pass
Take ............... 1
Expiration Date .... 02/29/2028

{PARAGRAPH}
"""

RIGHT_ALIGNED = f"""
                 Airman Knowledge Test Report

                    NAME :  DOE, JANE ANN
     FAA TRACKING NUMBER :  C1234567
                 EXAM ID :  90000020260214001
                    EXAM :  Private Pilot Airplane (PAR)
               EXAM DATE :  02/14/2026
               EXAM SITE :  ABS60104
                   SCORE :  93%
                   GRADE :  Pass
                    TAKE :  1
         EXPIRATION DATE :  02/29/2028

{PARAGRAPH}
"""

HEADINGS_OVER_A_LIST = f"""
                 Airman Knowledge Test Report

Score       Grade       Take       Exam Date       Expiration Date
93%         Pass        1          02/14/2026      02/29/2028

Name: DOE, JANE ANN
FTN: C1234567
Exam: Private Pilot Airplane (PAR)
Exam ID: 90000020260214001
Exam Site: ABS60104

{PARAGRAPH}
"""

FORMS = {
    "beside": REPORT,
    "below": BELOW,
    "above": ABOVE,
    "without colons": WITHOUT_COLONS,
    "run on": RUN_ON,
    "glued": GLUED,
    "dotted": DOTTED,
    "right aligned": RIGHT_ALIGNED,
    "headings over a list": HEADINGS_OVER_A_LIST,
}
