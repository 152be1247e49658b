using OciFs.Reference.Tar;

namespace OciFs.Reference.Stacks;

/// <summary>Makes counterexamples small.</summary>
public static class StackShrinker
{
    /// <summary>Every stack that is one step plainer: all layers in plain form, a layer less, an entry less, an entry said more plainly.</summary>
    public static IEnumerable<LayerStack> Smaller(LayerStack stack)
    {
        if (stack.Forms is not null)
            yield return stack with { Forms = null };
        for (var i = 0; i < stack.Layers.Count; i++)
            yield return new LayerStack(Without(stack.Layers, i)) { Forms = stack.Forms is { } forms ? Without(forms, i) : null };
        for (var i = 0; i < stack.Layers.Count; i++)
        {
            foreach (var layer in Smaller(stack.Layers[i]))
                yield return stack with { Layers = Replaced(stack.Layers, i, layer) };
        }
    }

    private static IEnumerable<IReadOnlyList<TestEntry>> Smaller(IReadOnlyList<TestEntry> layer)
    {
        for (var i = 0; i < layer.Count; i++)
            yield return Without(layer, i);
        for (var i = 0; i < layer.Count; i++)
        {
            foreach (var entry in Plainer(layer[i]))
                yield return Replaced(layer, i, entry);
        }
    }

    private static IEnumerable<TestEntry> Plainer(TestEntry entry)
    {
        if (entry.Dialect != TarDialect.Pax && entry.Type != EntryType.PaxGlobal)
            yield return entry with { Dialect = TarDialect.Pax };
        if (entry.Xattrs.Count > 0)
            yield return entry with { Xattrs = Xattrs.None };
        if (entry.Content.Length > 0 && entry.Type != EntryType.PaxGlobal)
            yield return entry with { Content = FileContent.Empty };
        if (entry.Uid != 0 || entry.Gid != 0)
            yield return entry with { Uid = 0, Gid = 0 };
        if (entry.Modified != TestEntry.DefaultTime)
            yield return entry with { Modified = TestEntry.DefaultTime };
        if (entry.Modified.Nanoseconds != 0)
            yield return entry with { Modified = new TarTime(entry.Modified.Seconds) };
        if (entry.Name.Span.IndexOf((byte)'/') is > 0 and var slash && slash < entry.Name.Length - 1)
            yield return entry with { Name = entry.Name.From(slash + 1) };
        if (entry.Target.Span.IndexOf((byte)'/') is >= 0 and var cut && cut < entry.Target.Length - 1)
            yield return entry with { Target = entry.Target.From(cut + 1) };
    }

    private static T[] Without<T>(IReadOnlyList<T> list, int index) => [.. list.Take(index), .. list.Skip(index + 1)];

    private static T[] Replaced<T>(IReadOnlyList<T> list, int index, T item) => [.. list.Take(index), item, .. list.Skip(index + 1)];
}
