import type { RiskCode } from './finding.ts';
import { programOf } from './read-only-commands.ts';
import type { SimpleCommand } from './shell-reading.ts';

interface Rule {
  readonly code: RiskCode;
  readonly programs: string;
  /** Only where one of the arguments matches. */
  readonly when?: RegExp;
}

/** What commands are known to do, for the person who is asked. A command may be several things. */
const rules: readonly Rule[] = [
  {
    code: 'destructive',
    programs:
      'rm rmdir unlink shred dd mkfs wipefs truncate fdisk parted sfdisk sgdisk lvremove vgremove pvremove blkdiscard mkswap swapoff',
  },
  { code: 'destructive', programs: 'find', when: /^-(?:delete|exec|execdir|ok|okdir)$/ },
  { code: 'destructive', programs: 'git', when: /^(?:clean|reset|--hard|--force|-f|gc|prune)$/ },
  { code: 'destructive', programs: 'docker podman', when: /^(?:rm|rmi|prune|kill)$/ },
  { code: 'destructive', programs: 'kubectl', when: /^(?:delete|drain)$/ },
  { code: 'destructive', programs: 'journalctl', when: /^--(?:vacuum|rotate|flush)/ },
  { code: 'destructive', programs: 'terraform', when: /^(?:destroy|apply)$/ },
  { code: 'destructive', programs: 'helm', when: /^(?:uninstall|delete|rollback|upgrade)$/ },
  { code: 'destructive', programs: 'rsync', when: /^--delete/ },
  {
    code: 'privileged',
    programs:
      'sudo su doas pkexec chmod chown chgrp setfacl setcap chattr setenforce mount umount insmod modprobe rmmod',
  },
  {
    code: 'service-control',
    programs: 'systemctl',
    when: /^(?:start|stop|restart|reload|enable|disable|mask|unmask|kill|isolate|daemon-reload|try-restart|reload-or-restart|edit|set-property|set-default|reboot|poweroff|halt)$/,
  },
  {
    code: 'service-control',
    programs:
      'service rc-service reboot shutdown halt poweroff init telinit kill pkill killall skill supervisorctl pm2 at batch nohup',
  },
  {
    code: 'service-control',
    programs: 'docker podman docker-compose',
    when: /^(?:start|stop|restart|run|create|pause|unpause|up|down|compose|update)$/,
  },
  {
    code: 'service-control',
    programs: 'kubectl',
    when: /^(?:apply|create|replace|patch|edit|scale|rollout|cordon|uncordon|taint|label|annotate|set|autoscale)$/,
  },
  { code: 'service-control', programs: 'crontab', when: /^-(?:e|r)$|^[^-]/ },
  { code: 'service-control', programs: 'nginx apachectl httpd', when: /^-[st]$|^(?:graceful|restart|stop)$/ },
  {
    code: 'package',
    programs:
      'apt apt-get aptitude dpkg yum dnf rpm zypper pacman apk snap flatpak brew pip pip3 npm yarn pnpm gem cargo go make',
  },
  {
    code: 'network',
    programs:
      'iptables ip6tables iptables-restore nft ufw firewall-cmd ifconfig ip route tc brctl nmcli socat ncat nc netcat ngrok tcpdump',
  },
  { code: 'network', programs: 'ssh', when: /^-[RLDN]/ },
  { code: 'network', programs: 'sysctl', when: /=|^-w$/ },
  { code: 'network', programs: 'python python3', when: /^http\.server$/ },
  {
    code: 'data-store',
    programs:
      'mysql mariadb mysqldump psql pg_dump pg_restore dropdb createdb redis-cli mongo mongosh mongodump sqlite3 clickhouse-client cqlsh influx etcdctl sqlplus',
  },
  {
    code: 'user-management',
    programs:
      'useradd adduser userdel deluser usermod passwd chpasswd groupadd groupdel groupmod gpasswd visudo chsh vipw',
  },
  { code: 'remote-code', programs: 'eval source . exec' },
  { code: 'other-host', programs: 'ssh scp sftp rsync telnet ftp curl wget' },
  { code: 'other-host', programs: 'docker podman kubectl', when: /^(?:exec|attach|cp|port-forward|proxy)$/ },
  {
    code: 'writes-files',
    programs:
      'tee cp mv ln touch mkdir mkfifo install patch tar unzip zip gzip gunzip bzip2 xz split vi vim nano ed ex emacs logrotate',
  },
  { code: 'writes-files', programs: 'sed', when: /^-\w*i|^--in-place/ },
  { code: 'writes-files', programs: 'curl wget', when: /^-(?:o|O)|^--output/ },
  {
    code: 'interpreter',
    programs:
      'bash sh zsh dash ksh fish csh tcsh python python2 python3 perl ruby node deno bun php lua awk gawk mawk sed xargs parallel env nice ionice timeout watch strace gdb tclsh expect busybox command builtin',
  },
];

/** Files in which people keep secrets. */
const secretFile =
  /(?:^|\/)(?:shadow|gshadow|sudoers|id_[a-z0-9]+|authorized_keys|\.env(?:\.[\w-]+)?|\.netrc|\.pgpass|\.my\.cnf|\.htpasswd|credentials|kubeconfig|\.bash_history|\.zsh_history|[\w.-]*\.(?:pem|key|p12|pfx|jks|kdbx))$|(?:^|\/)\.(?:ssh|aws|gnupg|kube|docker)(?:\/|$)|\/proc\/[^/]+\/environ$/;

const fetchers = new Set(['curl', 'wget']);
const shells = new Set(['bash', 'sh', 'zsh', 'dash', 'ksh', 'python', 'python3', 'perl', 'node', 'ruby', 'php']);

const byProgram = new Map<string, Rule[]>();
for (const rule of rules)
  for (const name of rule.programs.split(' ')) byProgram.set(name, [...(byProgram.get(name) ?? []), rule]);

/** What this command is known to do beyond reading. */
export function risksOf({ name, args }: SimpleCommand): readonly RiskCode[] {
  const codes = new Set<RiskCode>();
  const program = name === null ? null : programOf(name);
  if (program !== null) {
    const known = byProgram.get(program) ?? byProgram.get(program.replace(/\..*$/, '')) ?? [];
    for (const { code, when } of known)
      if (!when || args.some(({ value, start }) => when.test(value ?? start))) codes.add(code);
  }
  return [...codes];
}

/** Reading it shows what should stay secret. */
export function showsSecrets({ name, args }: SimpleCommand): boolean {
  if ((name === 'env' || name === 'printenv') && args.length === 0) return true;
  if (name === 'kubectl' && args.some(({ value }) => /^secrets?(?:\/|$)/.test(value ?? ''))) return true;
  return args.some(({ value, start }) => secretFile.test(value ?? start));
}

/** What came over the network is run. */
export function runsWhatItFetched(commands: readonly SimpleCommand[]): boolean {
  const fetches = commands.some(({ name }) => name !== null && fetchers.has(programOf(name) ?? ''));
  return fetches && commands.some(({ name, piped }) => piped && name !== null && shells.has(programOf(name) ?? ''));
}
