import type { Terminal } from '@xterm/xterm';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { RunMarks } from '../terminal/run-marks.ts';
import { type RunPlace, runPlaces } from '../view/run-places.ts';

interface FramePorts {
  readonly terminal: RefObject<Terminal | null>;
  readonly marks: RefObject<RunMarks | null>;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly runIds: readonly string[];
  readonly lineHeight: number;
  /** Lines of the screen that are in use. */
  readonly used: number;
}

interface Frame {
  readonly places: readonly RunPlace[];
  /** The newest line is in sight. */
  readonly atEnd: boolean;
  /** Call when the frame was scrolled. */
  look(): void;
  /** Scrolls to a line of the terminal, and to a column of it where that is out of sight. */
  reveal(line: number, column?: number): void;
  toEnd(): void;
}

/** Closer to the end than this many px counts as being there. */
const AT_END = 4;

/**
 * The frame around the terminal: xterm.js scrolls through its history by lines, the frame over its screen by px, because the
 * screen keeps its size. Together they are one way from the oldest line to the newest.
 */
export function useFrame({ terminal, marks, scroller, runIds, lineHeight, used }: FramePorts): Frame {
  const [places, setPlaces] = useState<readonly RunPlace[]>([]);
  const [atEnd, setAtEnd] = useState(true);
  const latest = useRef({ runIds, lineHeight, used });
  latest.current = { runIds, lineHeight, used };
  const planned = useRef(0);

  const look = useCallback(() => {
    if (planned.current !== 0) return;
    planned.current = requestAnimationFrame(() => {
      planned.current = 0;
      const xterm = terminal.current;
      const box = scroller.current;
      if (!xterm || !box) return;
      const { viewportY, baseY } = xterm.buffer.active;
      const lines = latest.current.runIds.flatMap((id) => {
        const line = marks.current?.line(id) ?? null;
        return line === null ? [] : [{ id, line }];
      });
      const frame = { firstLine: viewportY, scrolled: box.scrollTop, height: box.clientHeight };
      const now = runPlaces(lines, {
        ...frame,
        lineHeight: latest.current.lineHeight,
        endLine: baseY + latest.current.used,
      });
      setPlaces((before) => (same(before, now) ? before : now));
      const below = latest.current.used * latest.current.lineHeight - box.clientHeight - box.scrollTop;
      setAtEnd(viewportY === baseY && below <= AT_END);
    });
  }, [terminal, marks, scroller]);

  useEffect(() => {
    const xterm = terminal.current;
    if (!xterm) return;
    const owned = [xterm.onRender(look), xterm.onScroll(look)];
    return () => {
      for (const one of owned) one.dispose();
      cancelAnimationFrame(planned.current);
      planned.current = 0;
    };
  }, [terminal, look]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run, or another size of a line, changes the places
  useEffect(look, [look, runIds.length, lineHeight, used]);

  const reveal = useCallback(
    (line: number, column = 0) => {
      const xterm = terminal.current;
      const box = scroller.current;
      if (!xterm || !box) return;
      const height = latest.current.lineHeight;
      const { baseY } = xterm.buffer.active;
      // A line above it says where one is.
      const top = Math.max(0, line - 1);
      if (top >= baseY) xterm.scrollToBottom();
      else xterm.scrollToLine(top);
      box.scrollTop = Math.max(0, top - baseY) * height;
      const width = box.scrollWidth / xterm.cols;
      const x = column * width;
      if (x < box.scrollLeft || x > box.scrollLeft + box.clientWidth - 80)
        box.scrollLeft = Math.max(0, x - box.clientWidth / 2);
      look();
    },
    [terminal, scroller, look],
  );

  const toEnd = useCallback(() => {
    terminal.current?.scrollToBottom();
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
    look();
  }, [terminal, scroller, look]);

  return { places, atEnd, look, reveal, toEnd };
}

function same(a: readonly RunPlace[], b: readonly RunPlace[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => one.id === b[index]?.id && one.top === b[index].top && one.bottom === b[index].bottom)
  );
}
