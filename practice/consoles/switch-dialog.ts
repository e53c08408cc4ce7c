import { atPrompt, type ConsoleAnswer, type ConsoleDialog } from './console-dialog.ts';

/** Where a session stands; each has its own prompt. */
type Mode = 'user' | 'enabled' | 'config' | 'interface';

const ENABLE_SECRET = 'practice-enable';
const PORTS = 60;

/**
 * The command line of an access switch, as IOS-like devices have it: modes in the prompt, `--More--`, an enable password,
 * abbreviated commands, a `^` below what it does not understand. Ctrl-Z and Ctrl-C leave the configuration.
 */
export class SwitchDialog implements ConsoleDialog {
  readonly banner = '\r\n*** Access switch, floor 2. Authorised staff only. ***\r\n\r\n';
  /** The wipe leaves the blanks that stand around the dashes. */
  readonly pager = { text: ' --More-- ', wipe: `${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}` };
  #hostname: string;
  #mode: Mode = 'user';
  #isPaging = true;
  #interface = '';
  readonly #descriptions = new Map<string, string>();

  constructor(hostname: string) {
    this.#hostname = hostname;
  }

  prompt(): string {
    switch (this.#mode) {
      case 'user':
        return `${this.#hostname}>`;
      case 'enabled':
        return `${this.#hostname}#`;
      case 'config':
        return `${this.#hostname}(config)#`;
      case 'interface':
        return `${this.#hostname}(config-if)#`;
      default:
        return this.#mode satisfies never;
    }
  }

  interrupt(): ConsoleAnswer {
    if (this.#isConfiguring) this.#mode = 'enabled';
    return said('');
  }

  enter(line: string): ConsoleAnswer {
    const words = line
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return said();
    return this.#isConfiguring ? this.#configure(line, words) : this.#exec(line, words);
  }

  get #isConfiguring(): boolean {
    return this.#mode === 'config' || this.#mode === 'interface';
  }

  #exec(line: string, words: readonly string[]): ConsoleAnswer {
    const [first = '', second = '', third = ''] = words;
    if (is(first, 'show', 2)) return this.#show(line, second);
    if (is(first, 'enable', 2)) return this.#mode === 'enabled' ? said() : this.#askSecret(3);
    if (is(first, 'disable', 4)) {
      this.#mode = 'user';
      return said();
    }
    if (is(first, 'exit', 2) || is(first, 'logout', 3)) return { lines: [], next: { kind: 'end' } };
    if (is(first, 'terminal', 4) && is(second, 'length', 3)) {
      this.#isPaging = third !== '0';
      return said();
    }
    if (is(first, 'ping', 1) && second !== '') return ping(second);
    if (this.#mode === 'enabled') {
      if (is(first, 'configure', 4) && is(second, 'terminal', 1)) {
        this.#mode = 'config';
        return said('Enter configuration commands, one per line.  End with CNTL/Z.');
      }
      if (is(first, 'reload', 3)) return askReload();
      if (is(first, 'write', 2)) return { lines: ['Building configuration...'], slow: ['[OK]\r\n'], next: atPrompt };
    }
    return this.#invalid(line, first);
  }

  #configure(line: string, words: readonly string[]): ConsoleAnswer {
    const [first = '', second = ''] = words;
    if (is(first, 'end', 3)) {
      this.#mode = 'enabled';
      return said();
    }
    if (is(first, 'exit', 2)) {
      this.#mode = this.#mode === 'interface' ? 'config' : 'enabled';
      return said();
    }
    if (is(first, 'hostname', 4) && second !== '') {
      this.#hostname = second;
      return said();
    }
    if (is(first, 'interface', 3) && second !== '') {
      this.#mode = 'interface';
      this.#interface = second;
      return said();
    }
    if (this.#mode === 'interface' && is(first, 'description', 4)) {
      this.#descriptions.set(this.#interface, words.slice(1).join(' '));
      return said();
    }
    if (this.#mode === 'interface' && (is(first, 'shutdown', 4) || first === 'no')) return said();
    return this.#invalid(line, first);
  }

  #show(line: string, what: string): ConsoleAnswer {
    if (is(what, 'version', 3)) {
      return said('Practice Switch Software, Version 15.2(7)E', `${this.#hostname} uptime is 3 weeks, 2 days`);
    }
    if (is(what, 'clock', 2)) return said('*12:00:00.000 UTC Mon Jan 1 2026');
    if (is(what, 'running-config', 3)) {
      if (this.#mode !== 'enabled') return this.#invalid(line, what);
      return { lines: this.#runningConfig(), isPaged: this.#isPaging, next: atPrompt };
    }
    if (is(what, 'interfaces', 3)) {
      const lines = ports().map((port) => `${port.padEnd(10)} ${this.#descriptions.get(port) ?? ''}`.trimEnd());
      return { lines: ['Port       Name', ...lines], isPaged: this.#isPaging, next: atPrompt };
    }
    return this.#invalid(line, what);
  }

  #runningConfig(): string[] {
    const body = ports().flatMap((port) => {
      const description = this.#descriptions.get(port);
      return [`interface ${port}`, ...(description === undefined ? [] : [` description ${description}`]), '!'];
    });
    return ['Building configuration...', '', `hostname ${this.#hostname}`, '!', ...body, 'end', ''];
  }

  #askSecret(tries: number): ConsoleAnswer {
    return {
      lines: [],
      next: {
        kind: 'ask',
        text: 'Password: ',
        hidden: true,
        answer: (secret) => {
          if (secret === ENABLE_SECRET) {
            this.#mode = 'enabled';
            return said();
          }
          return tries > 1 ? this.#askSecret(tries - 1) : said('% Bad secrets', '');
        },
      },
    };
  }

  /** The `^` stands below the word that it did not understand. */
  #invalid(line: string, word: string): ConsoleAnswer {
    const column = this.prompt().length + line.indexOf(word);
    return said(`${' '.repeat(column)}^`, "% Invalid input detected at '^' marker.", '');
  }
}

function said(...lines: string[]): ConsoleAnswer {
  return { lines, next: atPrompt };
}

function ping(address: string): ConsoleAnswer {
  return {
    lines: ['Type escape sequence to abort.', `Sending 5, 100-byte ICMP Echos to ${address}, timeout is 2 seconds:`],
    slow: ['!', '!', '!', '!', '!\r\n', 'Success rate is 100 percent (5/5), round-trip min/avg/max = 1/1/2 ms\r\n'],
    next: atPrompt,
  };
}

function askReload(): ConsoleAnswer {
  return {
    lines: [],
    next: {
      kind: 'ask',
      text: 'Proceed with reload? [confirm]',
      hidden: false,
      answer: (text) => (text === '' || /^y/i.test(text) ? { lines: [], next: { kind: 'end' } } : said()),
    },
  };
}

/** Devices take any beginning of a word that is long enough to be the only one. */
function is(word: string, command: string, shortest: number): boolean {
  return word.length >= shortest && command.startsWith(word.toLowerCase());
}

function ports(): string[] {
  return Array.from({ length: PORTS }, (_, index) => `Gi1/0/${index + 1}`);
}
