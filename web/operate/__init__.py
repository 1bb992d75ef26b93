"""For whoever runs the house: how it is, what failed, stations, certificates, settings; nobody's papers."""
