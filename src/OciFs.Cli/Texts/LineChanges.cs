namespace OciFs.Cli.Texts;

/// <summary>Which lines of a text are not in the other. One place is kept before the first and behind the last line, which is never changed.</summary>
internal sealed class LineChanges(int count)
{
    private readonly bool[] _changed = new bool[count + 2];

    /// <summary>Whether a line is changed; -1 and the number of lines may be asked too.</summary>
    public bool this[int line]
    {
        get => _changed[line + 1];
        set => _changed[line + 1] = value;
    }

    /// <summary>Number of lines.</summary>
    public int Count => count;
}
