"""The web portal: pages for managers, creators and brands, made of what the gateway's API answers.

It has no data and no authority: each page asks the API with the token of whoever is signed in.
"""
