"""The pages on which people sign in, let applications in, reset passwords, and accept invitations.

They need no JavaScript. Each form carries a token that follows from the browser's cookie.
"""
