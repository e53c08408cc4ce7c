import type { IDisposable, IParser, Terminal } from '@xterm/xterm';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Problem } from '../state/use-action.ts';
import { useParts } from '../state/window-context.tsx';

interface DriveKeysPorts {
  /** The xterm.js that `useLiveTerminal` made for this terminal, by the same component and before this. */
  readonly live: RefObject<Terminal | null>;
  readonly terminalId: string;
  readonly driven: boolean;
  readonly onPaste: (text: string) => void;
  /** The person wants the keyboard elsewhere: Tab and Escape belong to the terminal. */
  readonly onLeave: () => void;
}

/** Main takes at most so many characters at once (preload/contract-hand.ts). */
const AT_ONCE = 4_096;

/** While the person drives, the terminal takes the keyboard, and every key goes to main. Answers why keys were not taken. */
export function useDriveKeys(ports: DriveKeysPorts): Problem | null {
  const { api } = useParts();
  const { live, terminalId, driven } = ports;
  const [problem, setProblem] = useState<Problem | null>(null);
  const latest = useRef(ports);
  latest.current = ports;

  useEffect(() => {
    const xterm = live.current;
    setProblem(null);
    if (!xterm || !driven) return;
    const send = (data: string) => {
      for (let from = 0; from < data.length; from += AT_ONCE) {
        api.ask('terminal.type', { terminalId, data: data.slice(from, from + AT_ONCE) }).then(
          (result) => setProblem(result.ok ? null : result),
          (error: unknown) =>
            setProblem({
              ok: false,
              code: 'internal',
              message: error instanceof Error ? error.message : '',
              nextStep: '',
            }),
        );
      }
    };
    const onPaste = (event: ClipboardEvent) => {
      // xterm.js would bracket it, and JumpServer's rules would not see it (command-engine §G1 #6).
      event.preventDefault();
      event.stopImmediatePropagation();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text !== '') latest.current.onPaste(text);
    };
    xterm.attachCustomKeyEventHandler((event) => takesKey(event, () => latest.current.onLeave()));
    const owned = [...answerNothing(xterm.parser), xterm.onData(send)];
    const { element } = xterm;
    element?.addEventListener('paste', onPaste, { capture: true });
    xterm.options.disableStdin = false;
    xterm.focus();
    return () => {
      element?.removeEventListener('paste', onPaste, { capture: true });
      // It is gone already where the terminal itself left the view.
      if (live.current !== xterm) return;
      for (const one of owned) one.dispose();
      xterm.attachCustomKeyEventHandler(() => false);
      xterm.options.disableStdin = true;
      xterm.blur();
    };
  }, [api, live, terminalId, driven]);

  return problem;
}

/** False leaves the key to the window: copy, paste, and the way out. */
function takesKey(event: KeyboardEvent, leave: () => void): boolean {
  const key = event.key.toLowerCase();
  if (event.ctrlKey && event.shiftKey && key === 'h') {
    if (event.type === 'keydown') {
      event.preventDefault();
      leave();
    }
    return false;
  }
  if ((event.ctrlKey && event.shiftKey) || event.metaKey) return key !== 'c' && key !== 'v';
  return !(event.shiftKey && key === 'insert');
}

/** An answer of the emulator would stand among the keys, and blind JumpServer's rules (command-engine §G2.6). */
function answerNothing(parser: IParser): readonly IDisposable[] {
  const swallow = () => true;
  const asks = (data: string) => data.includes('?');
  return [
    parser.registerCsiHandler({ final: 'c' }, swallow),
    parser.registerCsiHandler({ prefix: '>', final: 'c' }, swallow),
    parser.registerCsiHandler({ prefix: '=', final: 'c' }, swallow),
    parser.registerCsiHandler({ final: 'n' }, swallow),
    parser.registerCsiHandler({ prefix: '?', final: 'n' }, swallow),
    parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow),
    parser.registerCsiHandler({ final: 't' }, swallow),
    parser.registerCsiHandler({ intermediates: '$', final: 'p' }, swallow),
    parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, swallow),
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow),
    parser.registerDcsHandler({ intermediates: '+', final: 'q' }, swallow),
    ...[4, 10, 11, 12].map((code) => parser.registerOscHandler(code, asks)),
  ];
}
