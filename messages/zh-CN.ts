import access from '#messages/zh-CN/access.json' with { type: 'json' };
import account from '#messages/zh-CN/account.json' with { type: 'json' };
// All texts of the interface, in Chinese: the language whose keys the others must have. One JSON file is one
// area and one namespace. A new area: its file in zh-CN/ and en/, and two lines in this file and in en.ts.
import apiDocs from '#messages/zh-CN/apiDocs.json' with { type: 'json' };
import apply from '#messages/zh-CN/apply.json' with { type: 'json' };
import audit from '#messages/zh-CN/audit.json' with { type: 'json' };
import common from '#messages/zh-CN/common.json' with { type: 'json' };
import deployments from '#messages/zh-CN/deployments.json' with { type: 'json' };
import editVersion from '#messages/zh-CN/editVersion.json' with { type: 'json' };
import environments from '#messages/zh-CN/environments.json' with { type: 'json' };
import failures from '#messages/zh-CN/failures.json' with { type: 'json' };
import gate from '#messages/zh-CN/gate.json' with { type: 'json' };
import history from '#messages/zh-CN/history.json' with { type: 'json' };
import instances from '#messages/zh-CN/instances.json' with { type: 'json' };
import issues from '#messages/zh-CN/issues.json' with { type: 'json' };
import join from '#messages/zh-CN/join.json' with { type: 'json' };
import logs from '#messages/zh-CN/logs.json' with { type: 'json' };
import members from '#messages/zh-CN/members.json' with { type: 'json' };
import metrics from '#messages/zh-CN/metrics.json' with { type: 'json' };
import newVersion from '#messages/zh-CN/newVersion.json' with { type: 'json' };
import problems from '#messages/zh-CN/problems.json' with { type: 'json' };
import regions from '#messages/zh-CN/regions.json' with { type: 'json' };
import requests from '#messages/zh-CN/requests.json' with { type: 'json' };
import roles from '#messages/zh-CN/roles.json' with { type: 'json' };
import scaling from '#messages/zh-CN/scaling.json' with { type: 'json' };
import serviceDetail from '#messages/zh-CN/serviceDetail.json' with { type: 'json' };
import serviceStates from '#messages/zh-CN/serviceStates.json' with { type: 'json' };
import services from '#messages/zh-CN/services.json' with { type: 'json' };
import settings from '#messages/zh-CN/settings.json' with { type: 'json' };
import shell from '#messages/zh-CN/shell.json' with { type: 'json' };
import signOn from '#messages/zh-CN/signOn.json' with { type: 'json' };
import spec from '#messages/zh-CN/spec.json' with { type: 'json' };
import specForm from '#messages/zh-CN/specForm.json' with { type: 'json' };
import stepDetails from '#messages/zh-CN/stepDetails.json' with { type: 'json' };
import steps from '#messages/zh-CN/steps.json' with { type: 'json' };
import tokens from '#messages/zh-CN/tokens.json' with { type: 'json' };
import traffic from '#messages/zh-CN/traffic.json' with { type: 'json' };
import usage from '#messages/zh-CN/usage.json' with { type: 'json' };
import versionDetail from '#messages/zh-CN/versionDetail.json' with { type: 'json' };
import versionStates from '#messages/zh-CN/versionStates.json' with { type: 'json' };
import versions from '#messages/zh-CN/versions.json' with { type: 'json' };
import webshell from '#messages/zh-CN/webshell.json' with { type: 'json' };

export const zhCN = {
  access,
  account,
  apiDocs,
  apply,
  audit,
  common,
  deployments,
  editVersion,
  environments,
  failures,
  gate,
  history,
  issues,
  join,
  logs,
  metrics,
  usage,
  webshell,
  scaling,
  instances,
  members,
  newVersion,
  problems,
  regions,
  requests,
  roles,
  serviceDetail,
  serviceStates,
  services,
  settings,
  shell,
  signOn,
  spec,
  specForm,
  stepDetails,
  steps,
  tokens,
  traffic,
  versionDetail,
  versionStates,
  versions,
};
