import { escapeHtml } from '../http/html.ts';
import type { Json } from '../http/json.ts';

/** A button of the control page: one POST to the control API, then the page again. */
export function button(label: string, call: string, body: Record<string, Json> = {}): string {
  return `<button data-call="${escapeHtml(call)}" data-body="${escapeHtml(JSON.stringify(body))}">${escapeHtml(label)}</button>`;
}
