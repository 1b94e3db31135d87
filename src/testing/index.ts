export { snapshotSerializer } from './snapshot-serializer';
