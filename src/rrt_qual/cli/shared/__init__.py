"""What every command uses: arguments, output, numbers, passphrases, the terminal."""
