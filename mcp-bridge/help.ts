export const help = `drawbridge: lends terminals behind a JumpServer to coding agents, under your eyes

  drawbridge mcp [--tools core|full]                 serve MCP on stdin and stdout (what an agent starts); core lists the nine
                                                     tools of daily work, and the others can be called as well
  drawbridge serve --transport streamable-http       serve MCP over HTTP, to this computer alone, for clients that start no command;
      [--host 127.0.0.1|::1] [--port 8000]           prints the address, and the file that holds its bearer token
      [--path /mcp] [--tools core|full]
  drawbridge status                                  the app, its sites, who is signed in, the terminals
  drawbridge doctor                                  what works, what does not, and what to do; starts nothing
  drawbridge connect                                 the MCP clients here: installed, connected, out of date
  drawbridge connect <client>                        add Drawbridge to its settings; shows the change, then asks
      [--project | --local] [--name <name>] [--beside] [--print] [--yes]
  drawbridge disconnect <client>                     undo exactly that
      [--project | --local] [--name <name>] [--print] [--yes]
  drawbridge show                                    bring the app's window to the front
  drawbridge sites list                              the sites of this person
  drawbridge sites add <url> [--name <name>]         ask the person, in the app's window, to add a site
  drawbridge sites remove <site>                     ask the person, in the app's window, to remove a site
  drawbridge login [<site>]                          show the sign-in window and wait for the person
  drawbridge login --text [<site>]                   sign in by questions in this terminal, without a window
      [--username <name>] [--password-stdin | --password @<file>] [--otp-stdin | --otp @<file>]
  drawbridge import [<file>]                         ask the person, in the app's window, to take over the session that
                                                     mcp-jumpserver-gui-sucks keeps in its state file
  drawbridge journal verify                          prove that no entry of the journal was changed or removed
  drawbridge exec <asset> <account> -- <command>     run one command, stream its output
      [--site <site>] [--timeout <seconds>]
  drawbridge shell <asset> [<account>]               a whole terminal there, in this one; Enter, then ~. ends it
      [--site <site>]
  drawbridge cp <from> <to>                          copy a file between this folder and an asset; one side is <asset>:<path>
      [--account <name>] [--overwrite] [--site <site>]
  drawbridge policy test "<command>" --asset <asset>   what the policy would say of it, and why; runs nothing
      [--account <name>] [--node <name>] [--site <site>]
  drawbridge policy show | schema                    the policy that holds, or its JSON Schema

  drawbridge paths                                   where its files are, and what this environment asks for; starts nothing
  drawbridge refresh-session [--site <site>]         ask the site whether the session still holds: 0 it does, 4 the person must sign in
  drawbridge completion bash | zsh | fish            a script for the shell: source <(drawbridge completion bash)
Of mcp-jumpserver-gui-sucks, with its flags:
  login --username <name> [--base-url <url>] [--mfa-type <kind>] is login --text
  resolve-target --asset-ref <asset> [--account-ref <account>] · koko-probe --asset-id <id> --account <account>
  terminal-exec --asset-ref <asset> --account-ref <account> --command <command> [--total-timeout-seconds 20]
  terminal-shell --asset-ref <asset> [--account-ref <account>]
  serve [--transport stdio] is mcp; save-state and clear-state tell what to do instead

  --json       one JSON object on stdout (status, doctor, sites, login, import, journal, exec); errors as {"error":{…}} on stdout too
  --help       this text
  --version    the version

Exit codes: 0 ok · 1 refused or failed · 2 usage · 3 the app is not running, or the person quit it · 4 the person must act · 130 Ctrl-C
policy test ends with 0 where the command passes, 1 where it is refused, 4 where the person is asked.
doctor ends with 0 where nothing needs you, else with 1.
journal verify ends with 0 where all is intact, with 1 where an entry was changed, added or removed, with 5 where not all can be proven.
shell ends with 0 when its shell ended, with exec's codes where it was not opened, with 255 where it was cut off.
exec ends with the remote command's exit code. Where the command did not run: 252 nobody could be asked, 253 the person did not
answer, 254 the person refused, 255 anything else, and where its code is unknown.
import ends with 0 where it was taken over, also where the session has ended and a sign-in is due; with 1 where the file cannot be used, with 4
where the person refused, did not answer, or could not be asked.
login --text: --password-stdin takes the first line of standard input, --otp-stdin one more line for each code; what cannot be
asked because there is no terminal ends with 4.
Environment: DRAWBRIDGE_HOME keeps everything below one folder. DRAWBRIDGE_BASE_URL and the other variables of mcp-jumpserver-gui-sucks,
by either name, hold for one agent: drawbridge paths lists them.
`;
