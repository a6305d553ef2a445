"""Our server as the peer bench knows servers. To be mixed with that script's `Base`, which makes the connections.

The server must have its limits raised: understory site set rate_writer=1000000000 rate_address=1000000000
rate_story=1000000000. Stories are made with the key in UNDERSTORY_KEY (understory site key create --scope stories).
"""
import http.client
import json
import os
import urllib.parse
import urllib.request

ADDRESS = "https://paper.example/story-"


class Understory:
    port_default = 8080

    def __init__(self, base):
        super().__init__(base)
        self.stories = {}

    def prepare(self):
        for thread in ("A", "B", "C"):
            self.story(thread)

    def story(self, t):
        """The identifier of a thread's story, which is made if it is not there."""
        if t not in self.stories:
            self.stories[t] = self._known(t) or self._made(t)
        return self.stories[t]

    def _ask(self, method, path, body=None, headers=None):
        """On a connection of its own, so that `headers` (the key!) are sent with nothing else."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        connection.request(method, path, body and json.dumps(body), headers or {})
        answer = connection.getresponse()
        said = json.loads(answer.read())
        connection.close()
        return answer.status, said

    def _known(self, t):
        status, said = self._ask("GET", "/api/v1/lookup?url=" + urllib.parse.quote(ADDRESS + t, safe=""))
        return said["id"] if status == 200 else None

    def _made(self, t):
        key = os.environ.get("UNDERSTORY_KEY")
        if not key:
            raise SystemExit("UNDERSTORY_KEY is not set: understory site key create --scope stories")
        story = {"id": f"story-{t}", "title": f"Story {t}", "url": ADDRESS + t, "body": "One paragraph."}
        status, said = self._ask("POST", "/api/v1/stories", story,
                                 {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
        if status >= 300:
            raise SystemExit(f"the story could not be made: {status} {said}")
        return said["id"]

    def _comment(self, t, n, body, parent=None):
        comment = {"body": body, "name": f"Reader {n % self.users}"}
        if parent:
            comment["parent"] = parent
        return "POST", f"/api/v1/stories/{self.story(t)}/comments", comment

    def post_req(self, t, n, parent, root=None):
        # The load generator puts another word in the place of UNIQ each time: the same text twice is refused here.
        return self._comment(t, n, "UNIQ " + self.text(n, n), parent)

    def post(self, conn, t, n, parent, root):
        return json.loads(self.call(conn, *self._comment(t, n, self.text(n, n), parent))[1])["id"]

    def reads(self, t):
        """The first page as our script and others' programs get it, and as people do; 10 and 100 roots beside it."""
        path = f"/api/v1/stories/{self.story(t)}/comments"
        slug = self._ask("GET", f"/api/v1/stories/{self.story(t)}")[1]["slug"]
        return {"first": ("GET", path, None), "first10": ("GET", path + "?limit=10", None),
                "page100": ("GET", path + "?limit=100", None), "page": ("GET", f"/stories/{slug}", None)}

    def count(self, pages):
        asked = "&".join("url=" + urllib.parse.quote(ADDRESS + page, safe="") for page in pages)
        return "GET", f"/api/v1/counts?{asked}", None
