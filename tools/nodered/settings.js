// Node-RED for the flow beside this file: on this machine only, nothing is sent to its makers, nothing is installed while it runs.
module.exports = {
  uiHost: process.env.VIGIE_NODE_RED_HOST || '127.0.0.1',
  uiPort: process.env.VIGIE_NODE_RED_PORT || 1880,
  telemetry: { enabled: false, updateNotification: false },
  externalModules: { autoInstall: false, palette: { allowInstall: false, allowUpdate: false }, modules: { allowInstall: false } },
  logging: { console: { level: 'info', metrics: false, audit: false } },
};
