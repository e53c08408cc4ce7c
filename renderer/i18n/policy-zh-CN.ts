import type { Texts } from './en.ts';

export const policyZhCN: Texts['policy'] = {
  why: '为什么询问你',
  codes: {
    destructive: '删除或覆盖数据',
    privileged: '更改权限，或以其他用户身份运行',
    'service-control': '启动、停止或计划任务',
    package: '管理软件包',
    network: '更改或开放网络',
    'data-store': '访问数据库',
    'user-management': '管理用户',
    'remote-code': '运行来自别处的代码',
    'other-host': '访问另一台机器',
    'writes-files': '写入文件',
    secrets: '会显示机密',
    interpreter: '运行另一种语言的程序',
    'unknown-command': '无法确认它只是读取',
    'unknown-option': '带此参数时无法确认它只是读取',
    expansion: 'shell 会在此处代入内容',
    construct: '未深入分析的 shell 语法',
    'hidden-characters': '含有不可见字符',
    unreadable: '无法解析',
    'no-shell': '此处没有 shell 解释它',
    input: '程序的输入',
    'own-rule': '你的规则',
    'ask-always': '此处的一切都会询问你',
  },
};
