import { describe, expect, it } from 'vitest';
import { advertised } from '../../../main/mcp/advertised.ts';
import { callableNames, findTool, listedTools } from '../../../main/mcp/tool-list.ts';

/** Every name that a version of the predecessor had. */
const formerNames = [
  // 0.1.2
  ...['jms_paths', 'jms_status', 'jms_profile', 'jms_list_nodes', 'jms_list_assets', 'jms_get_asset'],
  ...['jms_list_connect_methods', 'jms_get_asset_access', 'jms_resolve_terminal_target', 'jms_list_connection_tokens'],
  ...['jms_create_connection_token', 'jms_expire_connection_token', 'jms_refresh_terminal_auth'],
  ...['jms_probe_koko_terminal', 'jms_execute_koko_command', 'jms_list_terminal_sessions'],
  ...['jms_open_terminal_session', 'jms_write_terminal_session', 'jms_read_terminal_session'],
  ...['jms_resize_terminal_session', 'jms_close_terminal_session'],
  // later
  ...['jms_execute_in_terminal_session', 'jms_terminal_usage_guide', 'jms_acquire_terminal_session'],
  ...['jms_run_terminal_command', 'jms_send_terminal_input', 'jms_read_terminal_output'],
  ...['jms_interrupt_terminal_session', 'jms_get_terminal_identity', 'jms_switch_terminal_user'],
  ...['jms_exit_terminal_user', 'jms_sftp_usage_guide', 'jms_acquire_sftp_session', 'jms_list_sftp_sessions'],
  ...['jms_sftp_stat', 'jms_sftp_list', 'jms_sftp_mkdir', 'jms_sftp_upload', 'jms_sftp_download', 'jms_sftp_rename'],
  ...['jms_sftp_delete', 'jms_close_sftp_session'],
];

describe('the tools', () => {
  it('answer to every name that the predecessor had', () => {
    const callable = new Set(callableNames());
    expect(new Set(formerNames).size).toBe(42);
    expect(formerNames.filter((name) => !callable.has(name))).toEqual([]);
  });

  it('are nine in the short list, all of them in the full one too', () => {
    const full = new Set(listedTools('full').map(({ name }) => name));
    const core = listedTools('core').map(({ name }) => name);
    expect(core).toMatchInlineSnapshot(`
      [
        "jms_status",
        "jms_list_assets",
        "jms_get_asset",
        "jms_execute_koko_command",
        "jms_write_terminal_session",
        "jms_read_terminal_session",
        "jms_interrupt_terminal_session",
        "jms_close_terminal_session",
        "jms_wait_for_approval",
      ]
    `);
    expect(core.filter((name) => !full.has(name))).toEqual([]);
  });

  it('have a title, a description and hints that do not contradict themselves', () => {
    for (const tool of listedTools('full')) {
      expect(tool.title.length, tool.name).toBeGreaterThan(4);
      expect(tool.description.length, tool.name).toBeGreaterThan(20);
      const { annotations } = advertised(tool);
      expect(annotations.readOnlyHint, tool.name).toBeDefined();
      expect(annotations.destructiveHint === undefined, tool.name).toBe(annotations.readOnlyHint === true);
    }
  });

  it('promise a shape of their result where it is small: at most six', () => {
    expect(listedTools('full').filter(({ output }) => output !== undefined).length).toBeLessThanOrEqual(6);
  });

  it('teach who calls one that does not exist', () => {
    const nextStepFor = (name: string) => {
      try {
        findTool(name);
        return undefined;
      } catch (error) {
        return error;
      }
    };
    expect(nextStepFor('jms_list_asset')).toMatchObject({
      nextStep: 'Perhaps jms_list_assets, jms_list_nodes, jms_get_asset? tools/list has them all.',
    });
    expect(nextStepFor('rm')).toMatchObject({ nextStep: expect.stringContaining('jms_list_assets') });
  });
});
