export * from '../../../services/1-capture/src/decide.ts';
