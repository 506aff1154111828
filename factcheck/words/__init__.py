"""The words of the interface: found in the code, kept in catalogues a person edits, checked. No part of a request."""
