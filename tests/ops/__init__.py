"""The ground: environment, settings, broker, processes and the files of the deployment."""
