// All texts of the interface, in Chinese: the language whose keys the others must have. One JSON file is one
// area and one namespace. A new area: its file in zh-CN/ and en/, and one line in this file and in en.ts.
import common from '#messages/zh-CN/common.json' with { type: 'json' };

export const zhCN = { common };
