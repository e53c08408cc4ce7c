import type { Argument, SimpleCommand } from './shell-reading.ts';

/** Options and arguments with which a program only reads. What is not listed here is not proven. */
interface Reads {
  /** One-letter options without a value; they may stand together: `-la`. */
  readonly flags?: string;
  /** One-letter options with a value: `-n 5`, `-n5`. */
  readonly valued?: string;
  /** Long options without `--`. One that ends in `=` takes a value, as `--name=value` or as the next word. */
  readonly long?: readonly string[];
  /** Words that begin with a hyphen and are no options: `find -name x`. */
  readonly words?: RegExp;
  /** What the first operand must be. */
  readonly first?: RegExp;
  /** Without an operand it does something else. */
  readonly needsOperand?: true;
  /** Any operands (the default), none, or only such. */
  readonly operands?: 'any' | 'none' | RegExp;
  /** The first operand says what is done; options may stand before and after it. */
  readonly verbs?: Readonly<Record<string, Reads>>;
}

const list = (text: string): readonly string[] => text.split(' ');
const each = (names: string, reads: Reads): Readonly<Record<string, Reads>> =>
  Object.fromEntries(list(names).map((name) => [name, reads]));

/** No option of these writes, runs or sends anything, so that it does not matter what a shell makes of their arguments. */
const tame: ReadonlySet<string> = new Set(
  list(
    'echo printf true false : pwd sleep ls cat tac head tail wc stat du df nl od hexdump basename dirname readlink realpath ' +
      'md5sum sha1sum sha224sum sha256sum sha384sum sha512sum cksum b2sum cut tr rev fold expand cmp comm paste grep egrep fgrep ' +
      'uptime free nproc arch whoami groups who w id uname lscpu lsblk lsmem lsmod lspci lsusb tty which whereis ps pgrep pidof ' +
      'pstree pmap getfacl lsattr namei',
  ),
);

const systemctl = {
  flags: 'alqr',
  valued: 'npot',
  long: list('all full no-pager quiet failed lines= output= property= type= state= user system no-legend plain value'),
};
const containers = { flags: 'aqnls', valued: 'fn', long: list('all quiet no-trunc filter= format= last= latest size') };
const containerLogs = { flags: 'ft', valued: 'n', long: list('follow timestamps tail= since= until= details') };
const kubectl = {
  flags: 'Aw',
  valued: 'nolLc',
  long: list(
    'all-namespaces namespace= output= selector= show-labels watch sort-by= field-selector= no-headers label-columns= tail= since= container= previous timestamps all-containers context= api-group= namespaced verbs=',
  ),
};
const gitLog = {
  flags: 'pqsz',
  valued: 'nLSG',
  words: /^-\d+$/,
  long: list(
    'oneline stat shortstat numstat name-only name-status graph decorate all abbrev-commit patch no-patch follow first-parent merges no-merges reverse max-count= since= until= after= before= author= grep= format= pretty= date= no-color cached staged summary dirstat word-diff unified= no-ext-diff no-textconv',
  ),
};

/** What reads although it could do more, program by program, after the manuals of coreutils, systemd, iproute2 and others. */
const programs: Readonly<Record<string, Reads>> = {
  cd: { flags: 'LP' },
  seq: { flags: 'w', valued: 'fs', words: /^-[\d.]+$/ },
  exit: { operands: /^\d{1,3}$/ },
  type: { flags: 'afptP' },
  ...each('test [', {
    // Without `-v` and brackets, whose index would be evaluated.
    words: /^-(?:[efdrwxshLbcpSugkOGzntao]|eq|ne|lt|le|gt|ge|nt|ot|ef)$/,
    operands: /^[\w./:+@%,~-]*$|^(?:=|==|!=|!|<|>|\])$/,
  }),
  // Files.
  find: {
    flags: 'HLP',
    words:
      /^-(?:name|iname|path|ipath|wholename|regex|iregex|regextype|type|xtype|size|mtime|mmin|ctime|cmin|atime|amin|newer|newermt|maxdepth|mindepth|user|group|uid|gid|nouser|nogroup|perm|links|inum|samefile|empty|executable|readable|writable|print|print0|printf|ls|prune|quit|and|or|not|a|o|xdev|mount|depth|daystart|follow|true|false|\d+\w?)$/,
    operands: /^(?!-)/,
  },
  file: { flags: 'bhikLNr0', long: list('brief mime mime-type mime-encoding dereference no-dereference') },
  tree: { flags: 'adfilpsughDFqNACnr', valued: 'LPI', long: list('dirsfirst noreport du si filelimit= prune') },
  findmnt: { flags: 'aADJlnrRsTU', valued: 'otOM', long: list('df json list output= types= real') },
  diff: {
    flags: 'abBdeEiNpqrstTuwyZ',
    valued: 'CIUWxXFL',
    long: list(
      'brief unified unified= context recursive ignore-case ignore-all-space ignore-space-change ignore-blank-lines side-by-side color color= stat',
    ),
  },
  // Text. A second operand of uniq and `-o` of sort are files that are written.
  uniq: {
    flags: 'cdDiu',
    valued: 'fsw',
    operands: 'none',
    long: list('count repeated all-repeated unique ignore-case skip-fields= skip-chars= check-chars='),
  },
  sort: {
    flags: 'bdfghiMnrRuVczs',
    valued: 'ktS',
    long: list(
      'numeric-sort human-numeric-sort general-numeric-sort month-sort version-sort reverse unique ignore-case key= field-separator= stable sort= check',
    ),
  },
  column: { flags: 'tnex', valued: 'scNoHR' },
  zgrep: { flags: 'EFiwxclLqsohHnv', valued: 'emABC' },
  zcat: { flags: 'fqv' },
  jq: {
    flags: 'rcnseSCMaj',
    long: list(
      'raw-output compact-output null-input slurp exit-status sort-keys color-output monochrome-output tab join-output',
    ),
  },
  strings: { flags: 'a', valued: 'nte' },
  base64: { flags: 'di', valued: 'w' },
  // Their languages write and run; these few programs in them do not.
  sed: { flags: 'nEr', first: /^(?:\d+|\$)(?:,(?:\d+|\$))?p$/ },
  awk: { valued: 'F', first: /^\{ ?print(?: ?\$(?:\d+|NF)(?: ?, ?\$(?:\d+|NF))*)? ?\}$/ },
  // The machine.
  vmstat: { flags: 'adfimnstw', valued: 'Sp', operands: /^\d+$/ },
  iostat: { flags: 'cdhkmNtxyz', valued: 'jp', operands: /^\d+$|^[a-z][\w-]*$/ },
  mpstat: { flags: 'Au', valued: 'IP', operands: /^\d+$/ },
  hostname: {
    flags: 'AdfiIsy',
    operands: 'none',
    long: list('fqdn long short ip-address all-ip-addresses all-fqdns domain'),
  },
  hostnamectl: { first: /^status$/ },
  timedatectl: { first: /^(?:status|show|list-timezones)$/ },
  date: {
    flags: 'uRI',
    valued: 'dr',
    operands: /^\+/,
    long: list('date= utc universal iso-8601 iso-8601= rfc-email rfc-3339= reference='),
  },
  cal: { flags: '13jmsy', operands: /^\d+$/ },
  last: { flags: 'adFiRwx', valued: 'nstp', words: /^-\d+$/ },
  lastlog: { valued: 'ubt' },
  getent: { first: /^(?:passwd|group|hosts|ahosts|services|protocols|networks|netgroup|aliases|ethers|rpc)$/ },
  locale: { flags: 'akm' },
  ulimit: { flags: 'aSHcdefilmnpqrstuvx', operands: 'none' },
  umask: { flags: 'S', operands: 'none' },
  printenv: { operands: /^(?:PATH|HOME|USER|LOGNAME|SHELL|PWD|LANG|LC_\w+|TERM|TZ|HOSTNAME)$/, needsOperand: true },
  dmesg: {
    flags: 'dehkLrtTuwx',
    valued: 'lfs',
    long: list('level= facility= ctime time-format= follow decode kernel userspace notime nopager since= until='),
  },
  sysctl: { flags: 'anN', operands: /^[\w./-]+$/, long: list('all names values') },
  lsof: { flags: 'aPnlUwRtb', valued: 'iupcdg' },
  fuser: { flags: 'vum', valued: 'n' },
  jobs: { flags: 'lnprs' },
  crontab: { flags: 'l', operands: 'none' },
  nginx: { flags: 'vV', operands: 'none' },
  systemctl: {
    ...systemctl,
    verbs: each(
      'status show cat is-active is-enabled is-failed is-system-running list-units list-unit-files list-timers list-sockets list-dependencies list-jobs get-default',
      systemctl,
    ),
  },
  journalctl: {
    flags: 'abefklmqrx',
    valued: 'cgnopStUu',
    long: list(
      'all full pager-end no-pager follow no-tail lines= output= utc catalog quiet merge boot boot= list-boots dmesg identifier= unit= user-unit= priority= grep= case-sensitive since= until= reverse no-hostname no-full disk-usage fields field= system user',
    ),
    operands: /^[A-Z_]+=[\w.@:/-]*$|^\/[\w./-]+$/,
  },
  loginctl: {
    long: list('no-pager no-legend'),
    verbs: each('list-sessions list-users session-status user-status', {}),
  },
  // The network.
  ss: {
    flags: '46abdeHilmnOoprstuwxzZ',
    valued: 'fA',
    operands: /^(?!-)/,
    long: list('all listening processes numeric tcp udp unix summary extended info'),
  },
  netstat: {
    flags: 'aceglnoprstuvwxNW46',
    valued: 'A',
    operands: 'none',
    long: list('all listening numeric program route statistics tcp udp'),
  },
  // Its words may be cut short: `ip a a` adds.
  ip: {
    words: /^-(?:[046]|br|brief|c|color|j|json|o|oneline|s|statistics|d|details|h|human|r|resolve|p|pretty)$/,
    verbs: each('addr address a link l route r rule neigh neighbour n maddr', { first: /^(?:show|list|ls|get)$/ }),
  },
  ping: { flags: '46AbDnOqUv', valued: 'ciIsStTwWM' },
  traceroute: { flags: '46FIneTU', valued: 'fgimNpqwz' },
  tracepath: { flags: '46bn', valued: 'lmp' },
  dig: { flags: '46u', valued: 'bpqtxc', operands: /^(?!-)/ },
  host: { flags: 'aCdlrTv', valued: 'cNRtW' },
  nslookup: { operands: /^(?!-)/ },
  arp: { flags: 'aenv', operands: /^[\w.:]+$/ },
  resolvectl: { verbs: { ...each('status query statistics', {}), dns: { operands: 'none' } } },
  // Packages.
  dpkg: { flags: 'lLsS', long: list('list listfiles status search get-selections print-architecture version') },
  'dpkg-query': { flags: 'lLsSW', valued: 'f' },
  'apt-cache': { verbs: each('policy show search depends rdepends showpkg madison', {}) },
  rpm: {
    first: /^-q[ailcdfRp]*$/,
    words: /^-q[ailcdfRp]*$/,
    long: list('last changelog requires provides whatprovides qf='),
  },
  // Containers and clusters.
  ...each('docker podman', {
    verbs: {
      ...each('ps images', containers),
      logs: containerLogs,
      inspect: { flags: 's', valued: 'f', long: list('format= size type=') },
      ...each('top port version info diff', {}),
      stats: { flags: 'a', long: list('all no-stream format= no-trunc') },
      history: { flags: 'Hq', long: list('no-trunc human quiet format=') },
    },
  }),
  kubectl: {
    valued: 'n',
    long: list('namespace= context='),
    verbs: {
      ...each('get describe top explain version api-resources events', kubectl),
      logs: { ...kubectl, flags: 'fp', valued: 'nclL' },
      'cluster-info': { operands: 'none' },
    },
  },
  // A pager or an external diff of the configuration may run programs: whoever wrote that could write start files as well.
  git: {
    valued: 'C',
    long: list('no-pager'),
    verbs: {
      status: {
        flags: 'sbuz',
        long: list('short branch porcelain porcelain= long untracked-files untracked-files= ignored'),
      },
      ...each('log show diff', gitLog),
      'rev-parse': { long: list('short abbrev-ref show-toplevel git-dir is-inside-work-tree verify') },
      blame: { flags: 'wMCcelns', valued: 'L' },
      shortlog: { flags: 'sne' },
      describe: { long: list('tags always dirty abbrev= long all') },
      'ls-files': { flags: 'cdmosu' },
      remote: { flags: 'v', operands: 'none' },
      branch: { flags: 'avr', operands: 'none', long: list('all remotes verbose show-current list') },
      tag: { flags: 'l', operands: 'none', long: list('list') },
      stash: { operands: /^list$/, needsOperand: true },
    },
  },
};

const standardPlace = /^(?:\/usr)?(?:\/local)?\/s?bin\/([\w.+[-]+)$/;

/** The program's name where it is one of the system's; null for a script by its path. */
export function programOf(name: string): string | null {
  if (!name.includes('/')) return name;
  return standardPlace.exec(name)?.[1] ?? null;
}

/** `proven`: it reads and nothing else. Else the argument that is not known to, or null where the program is not. */
export function readsOnly({ name, args }: SimpleCommand): 'proven' | { readonly unknown: Argument | null } {
  const program = name === null ? null : programOf(name);
  if (program === null) return { unknown: null };
  // In bash and zsh `printf -v` sets a variable.
  if (tame.has(program)) {
    const sets = program === 'printf' ? args.find(({ value }) => value === null || value.startsWith('-v')) : undefined;
    return sets === undefined || args.indexOf(sets) > 0 ? 'proven' : { unknown: sets };
  }
  const reads = Object.hasOwn(programs, program) ? programs[program] : undefined;
  if (reads === undefined) return { unknown: null };
  const unknown = firstUnknown(reads, args);
  return unknown === null ? 'proven' : { unknown };
}

const nothing: Argument = { value: '', start: '', splits: false, source: '' };

function firstUnknown(program: Reads, args: readonly Argument[]): Argument | null {
  let reads = program;
  let verb: string | null = null;
  let operands = 0;
  let optionsOver = false;
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at];
    if (argument === undefined) break;
    // What a shell puts in its place must not become an option, or another word.
    if (argument.splits || (argument.value === null && /^-?$/.test(argument.start.charAt(0)))) return argument;
    const text = argument.value ?? argument.start;
    if (!optionsOver && text === '--') optionsOver = true;
    else if (reads.verbs && reads.words?.test(text)) continue;
    else if (!optionsOver && text.startsWith('-') && text !== '-' && !reads.words?.test(text)) {
      const takes = optionTakes(reads, text);
      if (takes === null || argument.value === null) return argument;
      if (takes === 'next') {
        const value = args[at + 1];
        if (value === undefined || value.splits || value.value === null) return argument;
        at += 1;
      }
    } else if (reads.verbs && verb === null) {
      verb = argument.value;
      const next = verb !== null && Object.hasOwn(reads.verbs, verb) ? reads.verbs[verb] : undefined;
      if (next === undefined) return argument;
      reads = next;
    } else {
      operands += 1;
      if (operands === 1 && reads.first && (argument.value === null || !reads.first.test(argument.value)))
        return argument;
      if (reads.words?.test(text)) continue;
      if (reads.operands === 'none' || (reads.operands instanceof RegExp && !reads.operands.test(text)))
        return argument;
    }
  }
  return reads.needsOperand && operands === 0 ? nothing : null;
}

/** Whether an option is known, and where its value stands; null where it is not known. */
function optionTakes({ flags = '', valued = '', long = [] }: Reads, text: string): 'nothing' | 'next' | null {
  if (text.startsWith('--')) {
    const [name = '', value] = text.slice(2).split(/=(.*)/s);
    if (value !== undefined) return long.includes(`${name}=`) ? 'nothing' : null;
    return long.includes(name) ? 'nothing' : long.includes(`${name}=`) ? 'next' : null;
  }
  for (let at = 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (flags.includes(letter)) continue;
    if (!valued.includes(letter)) return null;
    return at === text.length - 1 ? 'next' : 'nothing';
  }
  return 'nothing';
}
