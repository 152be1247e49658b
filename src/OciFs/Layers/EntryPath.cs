namespace OciFs.Layers;

/// <summary>The components of an entry's path after lexical cleaning: <c>./a</c>, <c>/a</c>, <c>a/</c> and <c>x/../a</c> are all <c>a</c>.</summary>
/// <remarks>
/// Cleaning is lexical, as the real tools clean (they join the name to the root before they touch the disk), so that <c>x</c> above
/// need not exist. Reused from entry to entry; the parsed bytes stay the caller's.
/// </remarks>
internal sealed class EntryPath
{
    private readonly List<Range> _components = [];

    /// <summary>Number of components; 0 is the root itself.</summary>
    public int Count => _components.Count;

    /// <summary>Whether a <c>..</c> wanted to leave the root; it was stopped there.</summary>
    public bool TriedToLeave { get; private set; }

    /// <summary>A component of the path that was parsed last.</summary>
    public ReadOnlySpan<byte> Component(ReadOnlySpan<byte> path, int index) => path[_components[index]];

    /// <summary>Parses a path; says in a line what no file system could hold, else null.</summary>
    public string? Parse(ReadOnlySpan<byte> path)
    {
        _components.Clear();
        TriedToLeave = false;
        if (path.Length > Limits.PathBytes)
        {
            return $"the path has more than {Limits.PathBytes} bytes";
        }

        if (path.Contains((byte)0))
        {
            return "the path holds a NUL byte";
        }

        foreach (var range in path.Split((byte)'/'))
        {
            Push(path[range], range);
        }

        foreach (var range in _components)
        {
            if (path[range].Length > (Whiteout.IsMarker(path[range]) ? Whiteout.NameBytes : Limits.NameBytes))
            {
                return $"a name in the path has more than {Limits.NameBytes} bytes";
            }
        }

        return null;
    }

    private void Push(ReadOnlySpan<byte> component, Range range)
    {
        if (component.IsEmpty || component.SequenceEqual("."u8))
        {
            return;
        }

        if (!component.SequenceEqual(".."u8))
        {
            _components.Add(range);
        }
        else if (_components.Count > 0)
        {
            _components.RemoveAt(_components.Count - 1);
        }
        else
        {
            TriedToLeave = true;
        }
    }
}
