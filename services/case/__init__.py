"""The reference service: carries out the steps of the reference process, so that the engine can be measured."""
