export { Kafka } from '../../../node_modules/kafkajs/index.js';
