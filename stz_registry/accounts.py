from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignup(DefaultAccountAdapter):
    """Staff make accounts; nobody signs up."""

    def is_open_for_signup(self, request) -> bool:
        return False
