import { useEffect, useRef } from 'react';
import type { PlayedCommand } from './recorded-source.ts';
import type { ReplayPlayer, ReplayState } from './replay-player.ts';

const STEP = 5;
/** A command that begins so shortly before is the one that is played, in seconds. */
const JUST_BEGUN = 1;

interface ReplayKeysPorts {
  readonly player: ReplayPlayer | null;
  readonly state: ReplayState;
  readonly commands: readonly PlayedCommand[];
  onLeave(): void;
}

/** Space plays and pauses, the arrows go 5 s back and on, `[` and `]` to the command before and behind; Escape leaves. */
export function useReplayKeys(ports: ReplayKeysPorts): void {
  const latest = useRef(ports);
  latest.current = ports;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { player, state, commands, onLeave } = latest.current;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || hasItsOwnKeys(event)) return;
      if (event.key === 'Escape') onLeave();
      else if (player === null) return;
      else if (event.key === ' ') player.toggle();
      else if (event.key === 'ArrowLeft') player.seek(state.position - STEP);
      else if (event.key === 'ArrowRight') player.seek(state.position + STEP);
      else if (event.key === '[') player.seek(commands.findLast(({ at }) => at < state.position - JUST_BEGUN)?.at ?? 0);
      else if (event.key === ']') {
        const next = commands.find(({ at }) => at > state.position);
        if (next) player.seek(next.at);
      } else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** A button takes Space, the slider the arrows, a dialog everything. */
function hasItsOwnKeys({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return true;
  if (!(target instanceof Element) || key === 'Escape') return false;
  if (target.closest('input, select, textarea')) return true;
  return key === ' ' ? target.closest('button') !== null : target.closest('[role="slider"]') !== null;
}
