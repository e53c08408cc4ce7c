import type { Log } from '../log/log.ts';

/** One part of the app that ends, by the name under which its trouble is logged. */
export type Farewell = readonly [part: string, end: () => unknown];

/** Ends one part after the other; one that fails must not keep the others (a session to be saved) from ending well. */
export async function endInOrder(farewells: readonly Farewell[], log: Log): Promise<void> {
  for (const [part, end] of farewells) {
    try {
      await end();
    } catch (error) {
      log.error('a part did not end cleanly', { part, error });
    }
  }
}
