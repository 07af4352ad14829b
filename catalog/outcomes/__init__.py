"""What is measured in a trial, and when: endpoints, aspects, time frames."""
