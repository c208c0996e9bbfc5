"""A browser without a screen: follows redirects, keeps cookies, sends the CSRF token."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request

from tests import site


class Browser:
    def __init__(self, running):
        self.running, self.jar = running, http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path):
        """Status and text of a page."""
        return self._open(urllib.request.Request(self.running.url + path))

    def post(self, path, **fields):
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        headers = {"Referer": self.running.url + path}
        return self._open(urllib.request.Request(self.running.url + path, body, headers))

    def _open(self, request):
        try:
            with self.opener.open(request, timeout=20) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def sign_in(self, name):
        self.get("/logga-in/")
        return self.post("/logga-in/", username=name, password=site.PASSWORD)
