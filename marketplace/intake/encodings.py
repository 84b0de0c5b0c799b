"""Finding out a text file's encoding: marks first, then strict decoding of all of it.

GB 18030 decodes nearly anything, so what it makes of a file must also look like Chinese;
charset-normalizer is asked only where our own checks do not decide.
"""

import codecs

from charset_normalizer import from_bytes

SAMPLE_BYTES = 256 * 1024
MOST_BROKEN = 0.01  # share of characters
LEAST_COMMON = 0.6  # share of a Chinese text's characters in GB 2312's level of common ones
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMON_ROWS = range(0xB0, 0xD8)
_BREAKS = {"utf-16-le": b"\n\x00", "utf-16-be": b"\x00\n"}


class Detector:
    """Fed a file block by block, it keeps a sample and tries strict decoding of the whole."""

    def __init__(self) -> None:
        self.sample = b""
        self._tries = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "gb18030")}

    def feed(self, block: bytes) -> None:
        """Take the next block."""
        if len(self.sample) < SAMPLE_BYTES:
            self.sample += block[: SAMPLE_BYTES - len(self.sample)]
        for name in tuple(self._tries):
            try:
                self._tries[name].decode(block)
            except UnicodeDecodeError:
                del self._tries[name]

    def encoding(self) -> str | None:
        """Name the encoding; None when the bytes are no text that we know."""
        marked = next((name for mark, name in _MARKS if self.sample.startswith(mark)), None)
        return marked or _wide(self.sample) or self._strict() or _likely(self.sample)

    def _strict(self) -> str | None:
        if b"\x00" in self.sample:
            return None
        if "utf-8" in self._tries:
            return "utf-8"
        fits = "gb18030" in self._tries and _looks_chinese(self.sample)
        return "gb18030" if fits else None


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: zero bytes stand beside every line break and figure."""
    if b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = sample[: len(sample) // 2 * 2].decode(name, "replace")
    return name if _BREAKS[name] in sample and _broken(text) < MOST_BROKEN else None


def _looks_chinese(sample: bytes) -> bool:
    text = sample.decode("gb18030", "ignore")
    wide = [char for char in text if ord(char) >= 0x2E80]  # noqa: PLR2004 - first CJK block
    common = sum(char.encode("gb18030")[0] in _COMMON_ROWS for char in wide if "一" <= char <= "龥")
    ideographs = sum("一" <= char <= "龥" for char in wide)
    return ideographs == 0 or common / ideographs >= LEAST_COMMON


def _likely(sample: bytes) -> str | None:
    """A file with some broken bytes, or in an encoding of elsewhere."""
    if b"\x00" in sample:
        return None
    broken = {name: _broken(sample.decode(name, "replace")) for name in ("utf-8", "gb18030")}
    best = min(broken, key=broken.__getitem__)
    if broken[best] < MOST_BROKEN and (best == "utf-8" or _looks_chinese(sample)):
        return best
    guess = from_bytes(sample).best()
    return guess.encoding if guess is not None else None


def _broken(text: str) -> float:
    return text.count("\ufffd") / max(len(text), 1)
