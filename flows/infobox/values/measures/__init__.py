"""Numbers with their unit or currency ("241.6 m", "6 ft 2 in", "₹3 lakh crore"), read whole or not at all.

For all fields other than strengths and losses, whose grammar is in ``quantities``. ``figures`` reads a printed number,
``writings`` the units and currencies beside it, ``amounts`` puts them together to one amount ("5 ft 10½ in"), and
``readings`` finds the amounts of a text and says which of its words were used.
"""
