namespace OciFs.Reference.Apply;

/// <summary>Paths inside a tree: components with "/" between them, none of them empty, "." or ".."; the root is empty.</summary>
internal static class TreePath
{
    /// <summary>Cleans a name as it stands in a tar, without looking at any file: ".." takes back the component before it.</summary>
    /// <param name="leftRoot">Whether a ".." had nothing to take back; it then stays at the root.</param>
    public static ByteString Clean(ByteString name, out bool leftRoot)
    {
        leftRoot = false;
        var path = ByteString.Empty;
        foreach (var component in Components(name))
        {
            if (component != "..")
                path = Child(path, component);
            else if (path.IsEmpty)
                leftRoot = true;
            else
                path = Parent(path);
        }

        return path;
    }

    /// <summary>The components that mean something: neither empty nor ".".</summary>
    public static IReadOnlyList<ByteString> Components(ByteString path)
    {
        var components = new List<ByteString>();
        foreach (var range in path.Span.Split((byte)'/'))
        {
            var component = new ByteString(path.Span[range]);
            if (!component.IsEmpty && component != ".")
                components.Add(component);
        }

        return components;
    }

    public static ByteString Child(ByteString path, ByteString name) => path.IsEmpty ? name : path + "/" + name;

    public static ByteString Parent(ByteString path) => new(path.Span[..Math.Max(path.Span.LastIndexOf((byte)'/'), 0)]);

    public static ByteString Name(ByteString path) => path.From(path.Span.LastIndexOf((byte)'/') + 1);

    /// <summary>All that lie above a path, the root first, the path itself not.</summary>
    public static IReadOnlyList<ByteString> Above(ByteString path)
    {
        var above = new List<ByteString>();
        for (; !path.IsEmpty; path = Parent(path))
            above.Insert(0, Parent(path));
        return above;
    }
}
