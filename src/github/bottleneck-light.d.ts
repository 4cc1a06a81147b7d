/** The build of bottleneck that plugin-throttling uses; the package declares types for its main build only. */
declare module 'bottleneck/light.js' {
  import Bottleneck from 'bottleneck'
  export = Bottleneck
}
