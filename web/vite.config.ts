import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** The gateway that `npm run dev` passes API calls to. */
const gateway = process.env['HUXIN_GATEWAY'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': gateway } },
  preview: { host: '127.0.0.1', port: 4173, proxy: { '/api': gateway } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack|i18next|react-i18next)[\\/]/, priority: 3 },
            { name: 'diagram', test: /node_modules[\\/](bpmn-js|bpmn-moddle|diagram-js|moddle|moddle-xml|saxen|tiny-svg|min-dash|min-dom|didi|ids|object-refs|path-intersection|inherits-browser|bpmn-font)/, priority: 2 },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.spec.{ts,tsx}'],
    css: false,
  },
});
