using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Reference.Stacks;

/// <summary>Finds the features of stacks, so that a generator can be held to what it is there for.</summary>
public static class StackCensus
{
    /// <summary>All features of a stack.</summary>
    public static IReadOnlySet<StackFeature> Of(LayerStack stack)
    {
        var found = new HashSet<StackFeature>();
        var names = new NameCensus(found);
        foreach (var layer in stack.Layers)
        {
            names.Add(layer);
            foreach (var entry in layer)
                found.UnionWith(EntryCensus.Of(entry));
        }

        found.UnionWith(Enumerable.Range(0, stack.Layers.Count).SelectMany(layer => Of(stack.FormOf(layer))));
        return found;
    }

    private static IEnumerable<StackFeature> Of(LayerForm form)
    {
        if (form.Compression != LayerCompression.None)
            yield return Enum.Parse<StackFeature>("Compressed" + form.Compression);
        if (form.End != TarEnd.Marker)
        {
            yield return form.End switch
            {
                TarEnd.None => StackFeature.EndMissing,
                TarEnd.OneBlock => StackFeature.EndOfOneBlock,
                TarEnd.Record => StackFeature.EndOfRecord,
                TarEnd.Garbage => StackFeature.EndWithGarbage,
                _ => StackFeature.EndWithAnotherArchive,
            };
        }
    }
}
