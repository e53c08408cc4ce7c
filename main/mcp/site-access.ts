import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { SiteSummary } from '../sites/site-model.ts';
import type { SitePort } from '../sites/sites-port.ts';
import { PATIENCE_MS, patience } from './patience.ts';
import type { ToolCall } from './tool.ts';

/**
 * Does `task` with a signed-in site. Waits for the person within the caller's patience, and once more where the web
 * session turns out to be lost. `task` must be safe to repeat after `sign-in-required`.
 */
export async function withSession<T>(
  call: ToolCall,
  site: SitePort,
  doing: string,
  task: (site: SitePort) => Promise<T>,
): Promise<T> {
  site.touch();
  const deadline = call.clock.now() + PATIENCE_MS;
  await signIn(call, site, doing, PATIENCE_MS);
  try {
    return await task(site);
  } catch (error) {
    if (!(error instanceof DrawbridgeError) || error.code !== 'sign-in-required') throw error;
    await site.reportLost();
    await signIn(call, site, doing, Math.max(1_000, deadline - call.clock.now()));
    return task(site);
  }
}

/** Joins the one sign-in of the site. Throws `sign-in-required` when the person has not done it within `ms`. */
export async function signIn(call: ToolCall, site: SitePort, doing: string, ms: number): Promise<void> {
  const wait = patience(call.clock, ms, call.signal);
  try {
    await site.whenSignedIn({ kind: 'agent', agent: call.agent.name, doing }, wait.signal);
  } catch (error) {
    if (wait.over) throw signInRequired(site.summary());
    throw error;
  } finally {
    wait.release();
  }
}

const signInRequired = (site: SiteSummary) =>
  new DrawbridgeError({
    code: 'sign-in-required',
    message: `Nobody is signed in to ${site.name} yet; the sign-in window is on the person's screen.`,
    nextStep: 'Tell the person to sign in there, then repeat this call (jms_request_login waits longer).',
    actor: 'person',
  });
