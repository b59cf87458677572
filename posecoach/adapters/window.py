"""The window: shows a picture, hears the keys, and knows when it was closed.

Everything is called from one thread, on macOS the main one: OpenCV's windows live in the thread
that opened them. Before any window is opened, ask :func:`posecoach.adapters.display.find_display`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posecoach.adapters.front import Key
from posecoach.adapters.native import cv2
from posecoach.adapters.overlay_panel import BACKGROUND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

_FIRST_SIZE = (1120, 630)  # with a title and a task bar it fits on 1366 x 768
_WAIT_MS = 1  # the least for which OpenCV attends to its windows
_KEYS_AT_ONCE = 8  # more than that is a cat on the keyboard
_SAME_SHAPE = 0.01  # picture and window differ by less: nobody sees the stretch
_ESCAPE = 27

_KEYS = {ord("q"): Key.QUIT, _ESCAPE: Key.QUIT, ord(" "): Key.PAUSE} | {
    ord(key.value): key for key in (Key.MUTE, Key.RECALIBRATE, Key.SNAPSHOT, Key.FULL_SCREEN)
}


class Window:
    """One window on the screen; a context manager.

    While one is open OpenCV works in the thread that calls it: a drawing's second thread gains
    nothing beside a model that keeps the cores busy, and where it gets none the picture waits.

    Parameters
    ----------
    title
        Names it, also to OpenCV: one at a time.
    full_screen
        Fill the screen from the start; the key changes it.
    """

    def __init__(self, title: str, *, full_screen: bool = False) -> None:
        self._title, self._full_screen = title, full_screen
        self._is_open = True
        self._size: tuple[int, int] | None = None
        self._image: Image | None = None
        self._threads = cv2.getNumThreads()
        cv2.setNumThreads(1)
        # Not KEEPRATIO: Qt fills what is left with white. Not GUI_EXPANDED: a toolbar and a
        # menu over the picture, and Qt's complaints of missing fonts on the terminal.
        flags = cv2.WINDOW_NORMAL | cv2.WINDOW_FREERATIO | cv2.WINDOW_GUI_NORMAL
        cv2.namedWindow(title, flags)
        cv2.resizeWindow(title, *_FIRST_SIZE)
        if full_screen:
            self._fill_screen()
        self._see()

    @property
    def is_open(self) -> bool:
        """Whether it is there: neither closed by us nor by its own button."""
        return self._is_open

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height inside, px; None where it is not known, or the window is closed.

        A picture of this size is shown as it is; any other has to be scaled, which takes
        several milliseconds more.
        """
        return self._size

    def show(self, canvas_rgb: Image) -> None:
        """Show a picture, (height, width, 3) uint8, red, green, blue; it is copied.

        It keeps its shape: what the window has more is dark. Painted at the next
        :meth:`keys`. Nothing happens once the window is closed.
        """
        if not self._is_open:
            return
        image, box = self._room_for(canvas_rgb, self._size)
        cv2.cvtColor(canvas_rgb, cv2.COLOR_RGB2BGR, dst=image[box])
        cv2.imshow(self._title, image)

    def keys(self) -> tuple[Key, ...]:
        """Let the window live, and give the keys since the last call.

        To be called often: nothing is painted, moved or closed in between. A closed window
        gives ``QUIT`` every time. ``FULL_SCREEN`` is done already.
        """
        pressed: list[Key] = []
        for _ in range(_KEYS_AT_ONCE):
            if not self._is_open:
                break
            # Not waitKey or pollKey: they keep the lowest byte, and an arrow key has that of "Q".
            code = cv2.waitKeyEx(_WAIT_MS)
            self._see()
            if code == -1:
                break
            if (key := key_of(code)) is not None:
                pressed.append(key)
        if not self._is_open:
            return (*pressed, Key.QUIT)
        if pressed.count(Key.FULL_SCREEN) % 2:
            self._full_screen = not self._full_screen
            self._fill_screen()
        return tuple(pressed)

    def close(self) -> None:
        """Take it away; closing twice does nothing."""
        cv2.setNumThreads(self._threads)
        if self._is_open:
            self._is_open, self._size = False, None
            cv2.destroyWindow(self._title)
            cv2.waitKeyEx(_WAIT_MS)  # else it stays on the screen until the process ends

    def __enter__(self) -> Window:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _see(self) -> None:
        """Ask whether it is there, and how large: it changes only while it is let live."""
        self._is_open = self._is_open and self._is_visible()
        self._size = self._inside() if self._is_open else None

    def _inside(self) -> tuple[int, int] | None:
        try:
            _, _, width, height = cv2.getWindowImageRect(self._title)
        except cv2.error:
            return None
        return (width, height) if min(width, height) > 0 else None

    def _is_visible(self) -> bool:
        try:
            return bool(cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) >= 1)
        except cv2.error:  # macOS: it is gone
            return False

    def _fill_screen(self) -> None:
        mode = cv2.WINDOW_FULLSCREEN if self._full_screen else cv2.WINDOW_NORMAL
        cv2.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, mode)

    def _room_for(
        self, canvas: Image, size: tuple[int, int] | None
    ) -> tuple[Image, tuple[slice, slice]]:
        """A picture in the window's shape, and where in it the canvas belongs."""
        height, width = canvas.shape[:2]
        shape = padded_shape((width, height), size)
        if self._image is None or self._image.shape[:2] != shape:
            self._image = np.full((*shape, 3), BACKGROUND[::-1], np.uint8)
        top, left = (shape[0] - height) // 2, (shape[1] - width) // 2
        return self._image, (slice(top, top + height), slice(left, left + width))


def padded_shape(canvas_px: tuple[int, int], window_px: tuple[int, int] | None) -> tuple[int, int]:
    """Rows and columns of the smallest picture of the window's shape that holds the canvas."""
    width, height = canvas_px
    if window_px is None:
        return height, width
    wanted = window_px[0] / window_px[1]
    if abs(wanted / (width / height) - 1.0) < _SAME_SHAPE:
        return height, width
    return max(height, round(width / wanted)), max(width, round(height * wanted))


def key_of(code: int) -> Key | None:
    """What a key's code asks for, in either case; the higher bits hold Shift, Num Lock and such."""
    low = code & 0xFFFF
    return _KEYS.get(low | 0x20 if ord("A") <= low <= ord("Z") else low)
