"""Clients of Google's Perspective API from PyPI, unchanged but for the address, against our own.

script/perspective starts the server and says where it is.
"""

import os
import unittest
from unittest import mock
from urllib.error import HTTPError

import PyPerspective.Perspective
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from perspective.perspective import PerspectiveAPI

ROOT = os.environ["UNDERSTORY_PERSPECTIVE"]
KEY = os.environ["UNDERSTORY_PERSPECTIVE_KEY"]
CRUDE = "You are a stupid idiot."
KIND = "Thank you for this careful report about the bridge."


def score(answer, attribute):
    """The summary score of an attribute."""
    return answer["attributeScores"][attribute]["summaryScore"]["value"]


class GoogleApiPythonClient(unittest.TestCase):
    """google-api-python-client, by discovery."""

    def setUp(self):
        self.client = build(
            "commentanalyzer",
            "v1alpha1",
            developerKey=KEY,
            discoveryServiceUrl=ROOT + "/$discovery/rest?version=v1alpha1",
            static_discovery=False,
        )
        self.addCleanup(self.client.close)

    def analyze(self, **more):
        body = {"requestedAttributes": {"TOXICITY": {}, "INSULT": {}}, **more}
        return self.client.comments().analyze(body=body).execute()

    def test_a_text_is_scored(self):
        crude = self.analyze(comment={"text": CRUDE}, languages=["en"], spanAnnotations=True)
        kind = self.analyze(comment={"text": KIND}, languages=["en"])
        self.assertGreater(score(crude, "INSULT"), score(kind, "INSULT"))
        span = crude["attributeScores"]["INSULT"]["spanScores"][0]
        self.assertEqual((span["begin"], span["end"]), (0, len(CRUDE)))

    def test_an_empty_text_is_refused(self):
        with self.assertRaises(HttpError) as raised:
            self.analyze(comment={"text": ""})
        self.assertEqual(raised.exception.resp.status, 400)
        self.assertIn("COMMENT_EMPTY", str(raised.exception.error_details))

    def test_a_score_is_suggested(self):
        body = {
            "comment": {"text": CRUDE},
            "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
            "clientToken": "t",
        }
        answer = self.client.comments().suggestscore(body=body).execute()
        self.assertEqual(answer["clientToken"], "t")


class PerspectiveWrapper(unittest.TestCase):
    """perspective: its address is an attribute of the client."""

    def setUp(self):
        self.client = PerspectiveAPI(KEY)
        self.client.api_client.url = ROOT + "/v1alpha1/{endpoint}"

    def test_a_text_is_scored(self):
        tests = ["TOXICITY", "INSULT", "THREAT"]
        crude, kind = (self.client.score(text, tests=tests) for text in (CRUDE, KIND))
        self.assertEqual(sorted(crude), sorted(tests))
        self.assertGreater(crude["INSULT"], kind["INSULT"])

    def test_an_empty_text_is_refused(self):
        with self.assertRaises(HTTPError) as raised:
            self.client.analyze_comment("")
        self.assertEqual(raised.exception.code, 400)
        raised.exception.close()

    def test_a_score_is_suggested(self):
        scores = {"TOXICITY": {"summaryScore": {"value": 0.9}}}
        answer = self.client.suggest_score(CRUDE, scores, client_token="t", languages=["en"])
        self.assertEqual(answer["clientToken"], "t")


class PyPerspectiveWrapper(unittest.TestCase):
    """PyPerspective: its address is a module's constant. It first sends nothing, to see whether the key is taken."""

    def test_a_text_is_scored(self):
        module = PyPerspective.Perspective
        with mock.patch.object(module, "base_url", ROOT + "/v1alpha1/comments:analyze"):
            client = module.Perspective(KEY)
            answer = client.get_score(CRUDE, tests=["TOXICITY", "INSULT"], langs=["en"])
            self.assertIn("TOXICITY", str(vars(answer)) if hasattr(answer, "__dict__") else str(answer))
            with self.assertRaises(PyPerspective.errors.InvalidAuthKey):
                module.Perspective("nobody's")

    def test_an_empty_text_is_refused(self):
        module = PyPerspective.Perspective
        with mock.patch.object(module, "base_url", ROOT + "/v1alpha1/comments:analyze"):
            # It saw the error: its own exception does not take what it is raised with, and Python says so.
            with self.assertRaisesRegex(TypeError, "keyword arguments"):
                module.Perspective(KEY).get_score("", tests=["TOXICITY"])


if __name__ == "__main__":
    unittest.main()
