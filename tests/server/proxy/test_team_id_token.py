"""S-96: what an ID token must say and who must have signed it, rule by rule."""

import pytest

from server.proxy.team.id_token import AGE_SECONDS_MAX, BadToken, Expected, key_name, verified_claims
from sign_in_service import Key, coded

NOW = 1_795_000_000.0
EXPECTED = Expected("https://id.test", "bridge", "the-nonce")
CLAIMS = {"iss": "https://id.test", "aud": "bridge", "sub": "anna", "exp": NOW + 300, "iat": NOW, "nonce": "the-nonce"}
KEYS = {"RS256": Key("one"), "ES256": Key("two", "ES256")}


def judged(token, keys=None, now=NOW):
    return verified_claims(token, [key.public() for key in KEYS.values()] if keys is None else keys, EXPECTED, now)


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_good_one_is_taken(key):
    assert judged(key.token(CLAIMS))["sub"] == "anna"
    assert judged(key.token({**CLAIMS, "aud": ["bridge"]})) and judged(key.token({**CLAIMS, "aud": ["bridge", "x"], "azp": "bridge"}))
    assert judged(key.token(CLAIMS, kid=None))["sub"] == "anna" and key_name(key.token(CLAIMS)) == key.name


@pytest.mark.parametrize("change", [
    {"iss": "https://id.test/"}, {"iss": "https://evil.test"}, {"iss": None}, {"aud": "other"}, {"aud": []}, {"aud": ["bridge", "x"]},
    {"aud": ["bridge", "x"], "azp": "x"}, {"azp": "other"}, {"aud": None}, {"nonce": "other"}, {"nonce": None}, {"nonce": ["the-nonce"]},
    {"sub": ""}, {"sub": None}, {"sub": 7}, {"exp": NOW - 61}, {"exp": "never"}, {"exp": None}, {"exp": True}, {"exp": float("nan")},
    {"iat": NOW + 61}, {"iat": NOW - AGE_SECONDS_MAX - 1}, {"iat": None}, {"iat": float("nan")},
], ids=str)
def test_one_wrong_claim_is_enough(change):
    with pytest.raises(BadToken):
        judged(KEYS["RS256"].token({**CLAIMS, **change}))


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_no_changed_byte_passes(key):
    token = key.token(CLAIMS)
    for place in range(0, len(token) - 1, 3):  # of the last one some bits mean nothing
        with pytest.raises(BadToken):
            judged(token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1:])


def test_no_other_key_and_no_other_algorithm_passes():
    rsa, elliptic = KEYS["RS256"], KEYS["ES256"]
    public = rsa.public()
    unsigned = f"{coded({'alg': 'none'})}.{coded(CLAIMS)}."
    for token, keys in [
            (unsigned, None), (Key("one").token(CLAIMS), None),
            (rsa.token(CLAIMS, kid="two"), None), (rsa.token(CLAIMS, alg="ES256"), None),
            (rsa.token(CLAIMS, alg="HS256"), None), (rsa.token(CLAIMS, alg=["RS256"]), None), (rsa.token(CLAIMS, crit=["x"]), None),
            (rsa.token(CLAIMS), []), (rsa.token(CLAIMS), [{**public, "use": "enc"}]), (rsa.token(CLAIMS), [{**public, "alg": "RS512"}]),
            (rsa.token(CLAIMS), [{**public, "n": "!"}]), (rsa.token(CLAIMS), [{**public, "kty": "oct", "k": "AAAA"}]),
            (elliptic.token(CLAIMS), [{**elliptic.public(), "crv": "P-384"}]), (elliptic.token(CLAIMS), [{**elliptic.public(), "x": "AA"}]),
            (Key("one", bits=1024).token(CLAIMS), [Key("one", bits=1024).public()])]:
        with pytest.raises(BadToken):
            judged(token, keys)
    weak = Key("weak", bits=1024)
    with pytest.raises(BadToken):
        judged(weak.token(CLAIMS), [weak.public()])


def test_a_broken_key_of_the_same_name_is_no_obstacle():
    broken = {**KEYS["RS256"].public(), "n": "!"}
    assert judged(KEYS["RS256"].token(CLAIMS), [broken, KEYS["RS256"].public()])["sub"] == "anna"


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "a.b", f"{coded([])}.{coded([])}.", "é.b.c", "." * 20_000,
                                   f"{coded(b'[' * 5_000)}.e30.AA", f"{coded({'alg': 'RS256'})}.{coded(7)}.AA"])
def test_what_is_no_token_is_refused(token):
    with pytest.raises(BadToken):
        judged(token)
