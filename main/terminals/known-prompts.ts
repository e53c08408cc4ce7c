import { looksLikePrompt } from './classify.ts';
import { promptLine } from './plain-text.ts';

/**
 * The prompts that a shell without marks has shown (command-engine §K12). A device shows its mode in the prompt, so those
 * that share its host name count too: `sw1>`, `sw1#`, `sw1(config-if)#`; `<core>`, `[core-Vlanif10]`.
 */
export class KnownPrompts {
  readonly #prompts = new Set<string>();
  readonly #stems = new Set<string>();

  /** `line` is where the cursor stands while nothing runs. */
  learn(line: string): void {
    const prompt = line.trimEnd();
    if (prompt === '' || this.#prompts.size >= mostPrompts) return;
    this.#prompts.add(prompt);
    const stem = stemOf(prompt);
    if (stem !== null) this.#stems.add(stem);
  }

  /** The prompt at the end of `text`: its plain text, how sure that is, and the bytes that it takes of `text`. */
  find(text: string): { readonly line: string; readonly seen: 'known' | 'shaped' | 'none'; readonly bytes: number } {
    const raw = text.slice(text.lastIndexOf('\n') + 1);
    const line = promptLine(text);
    const seen = this.recognise(line);
    if (seen === 'known') return { line, seen, bytes: Buffer.byteLength(raw) };
    // Output without a line end stands in the row of the prompt.
    for (const prompt of this.#prompts) {
      const at = raw.lastIndexOf(prompt);
      if (at > 0 && prompt.length >= shortestInRow && line.trimEnd().endsWith(prompt)) {
        const before = raw.slice(0, at).replace(drawing, '');
        return { line: prompt, seen: 'known', bytes: Buffer.byteLength(raw.slice(before.length)) };
      }
    }
    return { line, seen, bytes: Buffer.byteLength(raw) };
  }

  /** `shaped`: could be a prompt, or a line of output that looks like one. */
  recognise(line: string): 'known' | 'shaped' | 'none' {
    const prompt = line.trimEnd();
    if (this.#prompts.has(prompt)) return 'known';
    const stem = stemOf(prompt);
    if (stem !== null && this.#stems.has(stem)) return 'known';
    if (isContinuation(line)) return 'none';
    return looksLikePrompt(line) ? 'shaped' : 'none';
  }
}

/** A bare `$ ` or `> ` ends many lines. */
const shortestInRow = 3;
/** Title, colours and modes before a prompt. */
const drawing = /(?:\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~])+$/;

/** A terminal that changes its prompt at every command (a clock in it) must not fill memory. */
const mostPrompts = 50;

/** The host name in a device's prompt; null when the line is not shaped like one. */
function stemOf(prompt: string): string | null {
  const cisco = /^([\w.-]+)(?:\([\w./: -]*\))?[>#]$/.exec(prompt);
  if (cisco?.[1]) return cisco[1];
  const huawei = /^[<[~*]*([A-Za-z0-9_.]+)(?:-[\w./:-]+)?[\]>]$/.exec(prompt);
  return huawei?.[1] ?? null;
}

/** A console that waits for the rest of a statement: sqlite3, mysql, psql, python. */
export function isContinuation(line: string): boolean {
  return /^\s*(?:\.\.\.>?|->|'>|">|`>|\/\*>|[\w.]+[-('"*$][#>])\s?$/.test(line);
}

/** Ends of statements are typed by whoever opened them; a console itself is told by its prompt. */
const consolePrompt = /^(?:sqlite> |mysql> |MariaDB \[[^\]]*\]> |[\w.]+=[#>] |SQL> |[\w.:-]+:\d+> |>>> |ftp> )$/;
/** `sw1>`, `sw1(config)#`, `<core>`, `[core]`: no shell of a host has a bare name and nothing behind the sign. */
const devicePrompt = /^(?:[\w.-]+(?:\([^)]*\))?[>#]|<[\w.-]+>|\[[\w.-]+\])$/;
const windowsPrompt = /^(?:PS )?[A-Za-z]:\\[^>]*> ?$/;

/**
 * Whether the integration line may be typed behind `line`, the first prompt on an asset of this JumpServer type. Devices and
 * consoles would take it for commands of theirs. `evidence`: the output itself says that a known shell waits.
 */
export function takesIntegration(assetType: string, line: string, evidence: boolean): boolean {
  if (consolePrompt.test(line) || devicePrompt.test(line) || windowsPrompt.test(line)) return false;
  switch (assetType) {
    case 'linux':
    case 'unix':
      return true;
    case 'switch':
    case 'router':
    case 'firewall':
    case 'general':
    case 'other':
    case 'k8s':
      return evidence;
    default:
      // Databases have line editors too, which look like bash.
      return false;
  }
}
