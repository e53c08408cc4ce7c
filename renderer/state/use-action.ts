import { useCallback, useState } from 'react';
import type { ActionResult, Answer, Argument, Channel, DrawbridgeApi } from '../../preload/contract.ts';
import { useParts } from './window-context.tsx';

/** The channels that answer with how it went. */
type ActionChannel = { [C in Channel]: ActionResult extends Answer<C> ? C : never }[Channel];

export type Problem = Extract<ActionResult, { ok: false }>;

export interface Action<C extends ActionChannel> {
  readonly busy: boolean;
  /** Why it did not work, until it is tried again. */
  readonly problem: Problem | null;
  run(argument: Argument<C>): Promise<boolean>;
}

/** One button's work: busy while it goes on, and its problem to show beside the button. */
export function useAction<C extends ActionChannel>(channel: C): Action<C> {
  const { api } = useParts();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = useCallback(
    async (argument: Argument<C>) => {
      setBusy(true);
      setProblem(null);
      const result = await outcome(api, channel, argument);
      setBusy(false);
      if (!result.ok) setProblem(result);
      return result.ok;
    },
    [api, channel],
  );
  return { busy, problem, run };
}

async function outcome<C extends ActionChannel>(
  api: DrawbridgeApi,
  channel: C,
  argument: Argument<C>,
): Promise<ActionResult> {
  try {
    return await api.ask<ActionChannel>(channel, argument);
  } catch (error) {
    return {
      ok: false,
      code: 'internal',
      message: error instanceof Error ? error.message : String(error),
      nextStep: '',
    };
  }
}
